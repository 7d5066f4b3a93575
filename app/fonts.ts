import localFont from "next/font/local";

// Latin subsets, served by the portal itself. Only the face of controls and running text is fetched ahead; the others come
// when a page uses them. The stand-ins in globals.css have their measures, so
// nothing moves when they arrive.
export const sans = localFont({
  src: "../node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  variable: "--face-sans",
  weight: "200 900",
  display: "swap",
  adjustFontFallback: false,
});

export const serif = localFont({
  src: [
    { path: "../node_modules/@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2", weight: "400" },
    { path: "../node_modules/@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2", weight: "600" },
  ],
  variable: "--face-serif",
  // Its lines break elsewhere than the stand-in's: a face that is late waits for the next page, and nothing moves.
  display: "optional",
  preload: false,
  adjustFontFallback: false,
});

export const mono = localFont({
  src: [
    { path: "../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2", weight: "400" },
    { path: "../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-600-normal.woff2", weight: "600" },
  ],
  variable: "--face-mono",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
});

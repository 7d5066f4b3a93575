import localFont from "next/font/local";

// Latin subsets, served by the portal itself. The faces of every page, of controls and of headings, are fetched ahead; the
// others come when a page uses them. The stand-ins in globals.css have their measures, so nothing moves when they arrive.
export const sans = localFont({
  src: "../node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  variable: "--face-sans",
  weight: "200 900",
  display: "swap",
  adjustFontFallback: false,
});

/** Headings and what is strong in a text. A family of its own: a family is fetched ahead whole or not at all. */
export const heading = localFont({
  src: "../node_modules/@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
  variable: "--face-heading",
  weight: "600",
  display: "optional",
  adjustFontFallback: false,
});

export const serif = localFont({
  src: "../node_modules/@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
  variable: "--face-serif",
  weight: "400",
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

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser for end-to-end tests: CHROMIUM, then the search path, then the usual places. */
export function findChromium(source: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  if (source.CHROMIUM) return existsSync(source.CHROMIUM) ? source.CHROMIUM : undefined;
  const onPath = (source.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .flatMap((directory) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(directory, name)));
  return [...onPath, ...USUAL].find((path) => existsSync(path));
}

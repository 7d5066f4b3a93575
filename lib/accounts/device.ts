const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux|X11/, "Linux"],
];

const nameOf = (table: readonly (readonly [RegExp, string])[], header: string) =>
  table.find(([pattern]) => pattern.test(header))?.[1];

/** Browser family and system out of a User-Agent header, for the list of sessions. */
export function deviceOf(userAgent: string): string {
  const browser = nameOf(BROWSERS, userAgent) ?? "Unknown browser";
  const system = nameOf(SYSTEMS, userAgent);
  return system ? `${browser} on ${system}` : browser;
}

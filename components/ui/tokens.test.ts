import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Pair = [foreground: string, background: string];
type Theme = "light" | "dark";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

function colour(name: string, theme: Theme): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`No token --${name}`);
  return token[theme];
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "surface", "sunken"];
const states = ["soon", "breach", "pause", "met", "note"];

/** WCAG 1.4.3: text. */
const textPairs: Pair[] = [
  ...["ink", "ink-soft", "ink-faint", "link", "accent", ...states].flatMap((name) =>
    grounds.map((ground): Pair => [name, ground]),
  ),
  ...states.flatMap((name): Pair[] => [
    [name, `${name}-bg`],
    ["ink", `${name}-bg`],
    ["ink-soft", `${name}-bg`],
  ]),
  ["accent-ink", "accent"],
  ["accent-ink", "accent-strong"],
];

/** WCAG 1.4.11: borders of controls, the focus ring. */
const edgePairs: Pair[] = ["line-strong", "focus", "accent", "breach"].flatMap((name) =>
  grounds.map((ground): Pair => [name, ground]),
);

describe.each<Theme>(["light", "dark"])("contrast in the %s theme", (theme) => {
  it.each(textPairs)("%s on %s reads at 4.5:1", (foreground, background) => {
    expect(contrast(colour(foreground, theme), colour(background, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edgePairs)("%s on %s shows at 3:1", (foreground, background) => {
    expect(contrast(colour(foreground, theme), colour(background, theme))).toBeGreaterThanOrEqual(3);
  });
});

it("gives every colour to Tailwind under its own name", () => {
  expect(tokens.size).toBe(23);
  for (const name of tokens.keys()) expect(css).toContain(`--color-${name}: var(--${name});`);
});

it("writes no colour twice: components hold no literal", () => {
  const literals = css
    .replace(/light-dark\([^)]*\)/g, "")
    .split("@media print")[0]
    ?.match(/#[0-9a-f]{3,8}\b/gi);
  expect(literals).toBeNull();
});

import { found } from "./finding";
import { passagesOf } from "./prose";
import type { Finding, LintSubject } from "./types";

/** Words that templates put in brackets for somebody to replace. */
const TO_FILL =
  /\b(?:your|insert|enter|add|fill|replace|company|organi[sz]ation|agency|vendor|department|team|product|system|name|e-?mail|address|contact|phone|url|link|website|domain|date|number|version|jurisdiction|country|x+|n|tbd|tba|todo|placeholder)\b/i;
const BRACKETED = /(!?)\[([^\][\n]{1,60})\](?![(:])|<([^<>\n]{1,60})>|\{\{([^{}\n]{1,60})\}\}/g;
const BARE = /\b(?:TODO|TBD|TBA|FIXME|XXX+)\b|\blorem ipsum\b/gi;

export function lintPlaceholders(subject: LintSubject): Finding[] {
  const seen = new Set<string>();
  return passagesOf(subject).flatMap(({ clause, text }) =>
    placeholdersIn(text).flatMap((placeholder) => {
      const id = `${clause} ${placeholder}`;
      if (seen.has(id)) return [];
      seen.add(id);
      return [
        found("placeholder-left", {
          clause,
          message: `“${placeholder}” looks like a placeholder of a template.`,
          advice: "Put in what it stands for.",
        }),
      ];
    }),
  );
}

export function placeholdersIn(text: string): string[] {
  const bracketed = Array.from(text.matchAll(BRACKETED)).flatMap((match) => {
    const [whole, image, square, angle, curly] = match;
    if (curly !== undefined) return [whole];
    if (image || isLinkLabel(text, match.index, square)) return [];
    // An autolink such as <https://…> or <mailto:…> is no placeholder, nor is an address.
    if (angle !== undefined) return /[:@/]/.test(angle) || !TO_FILL.test(angle) ? [] : [whole];
    const inner = square ?? "";
    // A ticked box of a list.
    if (inner === "x") return [];
    const shouted = /^[A-Z][A-Z _/-]{2,}$/.test(inner);
    return shouted || TO_FILL.test(inner) ? [whole] : [];
  });
  const bare = Array.from(text.matchAll(BARE), ([word]) => word).filter(
    (word) => /lorem/i.test(word) || word === word.toUpperCase(),
  );
  return [...bracketed, ...bare.filter((word) => !bracketed.some((one) => one.includes(word)))];
}

/** `[label]` of a Markdown reference link, which a definition in the same text resolves. */
function isLinkLabel(text: string, index: number, label: string | undefined): boolean {
  if (label === undefined) return false;
  if (text[index - 1] === "]") return true;
  const rest = text.slice(index + label.length + 2);
  if (/^\[[^\]]*\]/.test(rest)) return true;
  return text.toLowerCase().includes(`\n[${label.toLowerCase()}]:`);
}

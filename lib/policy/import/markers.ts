/** How a line is numbered or bulleted at its start. */
export type Marker = {
  style: "bullet" | "decimal" | "decimals" | "lettered" | "section" | "alpha" | "ALPHA" | "roman" | "ROMAN";
  /** As written, without its punctuation: "2.3", "iv"; empty for a bullet. */
  label: string;
  rest: string;
};

const BULLET = /^(?:[•‣◦▪▸●○·*–—-]|\uF0B7|o(?=\s))\s+/u;
const SECTION =
  /^(?:§\s*|(?:section|clause|article|part|chapter)\s+)(\d{1,2}(?:\.\d{1,2})*|[ivxlc]{1,6})\b\s*(?:[.):]|[-–—]+)?\s*/i;
const DECIMALS = /^(\d{1,2}(?:\.\d{1,2}){1,4})[.):]?\s+/;
/** "B.1", "C2.": a point of a lettered section. */
const LETTERED = /^([A-Z]\.?\d{1,2}(?:\.\d{1,2})?)(?:[.):]\s+|\s+(?=\p{Lu}))/u;
const DECIMAL = /^\(?(\d{1,2})[.)]\s+/;
const LETTER = /^\(?([a-z]|[ivxlc]{2,6})[.)]\s+/i;

export function markerOf(text: string, previous: Marker | null): Marker | null {
  const bullet = BULLET.exec(text);
  if (bullet) return { style: "bullet", label: "", rest: text.slice(bullet[0].length) };
  for (const [style, pattern] of [
    ["section", SECTION],
    ["decimals", DECIMALS],
    ["lettered", LETTERED],
    ["decimal", DECIMAL],
  ] as const) {
    const found = pattern.exec(text);
    if (!found) continue;
    const rest = text.slice(found[0].length);
    if (style === "section" && /^[a-z]/.test(rest)) return null;
    return { style, label: found[1] ?? "", rest };
  }
  const letter = LETTER.exec(text);
  if (!letter) return null;
  const label = letter[1] ?? "";
  const upper = label === label.toUpperCase();
  const roman = isRoman(label, previous);
  const style = roman ? (upper ? "ROMAN" : "roman") : upper ? "ALPHA" : "alpha";
  return { style, label, rest: text.slice(letter[0].length) };
}

/** "i" begins Roman numbering; "c" or "v" belong to it only after their predecessor. */
function isRoman(label: string, previous: Marker | null): boolean {
  const value = romanValue(label);
  if (value === null) return false;
  if (label.length > 1 || value === 1) return true;
  return previous !== null && /^roman$/i.test(previous.style) && romanValue(previous.label) === value - 1;
}

const ROMAN: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

export function romanValue(text: string): number | null {
  const values = Array.from(text.toLowerCase(), (letter) => ROMAN[letter]);
  if (values.length === 0) return null;
  let total = 0;
  for (const [index, value] of values.entries()) {
    if (value === undefined) return null;
    total += value < (values[index + 1] ?? 0) ? -value : value;
  }
  return total;
}

/** The number a label stands for: "iv" 4, "B" 2, "7" 7. */
export function labelValue({ style, label }: Pick<Marker, "style" | "label">): number | null {
  if (/^\d+$/.test(label)) return Number(label);
  if (style === "lettered") return Number(/\d+$/.exec(label)?.[0]);
  if (style === "roman" || style === "ROMAN" || style === "section") return romanValue(label);
  if (/^[a-z]$/i.test(label)) return label.toLowerCase().charCodeAt(0) - 96;
  return null;
}

export function follows(next: Marker | null, marker: Marker): boolean {
  if (!next || next.style !== marker.style) return false;
  const before = labelValue(marker);
  return before !== null && labelValue(next) === before + 1;
}

/** C0, DEL and C1, without line break and tab. */
const CONTROLS = /[^\P{Control}\n\t]/gu;

/** Text as it is stored: NFC, trimmed, without control characters other than line break and tab. */
export function cleanText(input: string): string {
  return keepBytes(input).replace(CONTROLS, "").normalize("NFC").trim();
}

/** Text kept as typed. A form sends each line break as CR LF, which is turned back. */
export function keepBytes(input: string): string {
  return input.replace(/\r\n?/g, "\n");
}

/** Why a text cannot be stored at all, or null. A sealed PoC may hold NUL, so only lone surrogates bar it. */
export function unstorable(input: string, kept: "clean" | "bytes" = "clean"): string | null {
  const bad = /\p{Surrogate}/u.test(input) || (kept === "clean" && input.includes("\0"));
  return bad ? "Remove the invisible characters that cannot be stored" : null;
}

/** Length as a person counts it and as every limit means it: in code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The sentence for a text over its limit, or null. */
export function tooLong(text: string, limit: number): string | null {
  const excess = lengthOf(text) - limit;
  if (excess <= 0) return null;
  return `Shorten by ${excess} ${excess === 1 ? "character" : "characters"}`;
}

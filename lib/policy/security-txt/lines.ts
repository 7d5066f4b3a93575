/** The text of a security.txt as its lines, out of the OpenPGP envelope if it stands in one (RFC 9116 §2.3). */

export type Line = { number: number; text: string };

/** RFC 9116 §5.4 suggests these limits. */
export const MAX_BYTES = 32 * 1024;
export const MAX_LINES = 1000;
export const MAX_FIELD_LENGTH = 2048;

/** Lines end in LF or CRLF (RFC 9116 §2.2, erratum 7743); `broken` are the numbers of lines that end otherwise. */
export function linesOf(text: string): { lines: Line[]; broken: number[] } {
  const parts = text.split("\n");
  const unended = parts.pop() ?? "";
  const lines = parts.map((part, index) => ({
    number: index + 1,
    text: part.endsWith("\r") ? part.slice(0, -1) : part,
  }));
  const broken = lines.filter((line) => line.text.includes("\r")).map((line) => line.number);
  if (unended !== "") {
    const number = lines.length + 1;
    lines.push({ number, text: unended });
    broken.push(number);
  }
  return { lines, broken };
}

const BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
const END = "-----END PGP SIGNATURE-----";

/** The signed text with its dash escapes undone (RFC 9580 §7), or null where there is no complete envelope. */
export function signedLines(lines: readonly Line[]): Line[] | null {
  const written = lines.filter((line) => line.text.trim() !== "");
  const first = written[0];
  if (first?.text.trimEnd() !== BEGIN || written.at(-1)?.text.trimEnd() !== END) return null;
  const begin = lines.indexOf(first);
  const blank = lines.findIndex((line, index) => index > begin && line.text.trim() === "");
  const headers = lines.slice(begin + 1, blank);
  const signature = lines.findIndex((line) => line.text.trimEnd() === SIGNATURE);
  if (headers.length === 0 || !headers.every((line) => /^Hash: \S/.test(line.text)) || signature < blank) return null;
  return lines
    .slice(blank + 1, signature)
    .map((line) => ({ ...line, text: line.text.startsWith("- ") ? line.text.slice(2) : line.text }));
}

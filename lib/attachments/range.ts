/** From `start` (inclusive) to `end` (exclusive). */
export type ByteRange = { start: number; end: number };

/**
 * The one range that a Range header asks for (RFC 9110 §14.2). Null where it asks for none, for several, or in words
 * that are not understood: then the whole is given.
 */
export function rangeOf(header: string | null, size: number): ByteRange | "unsatisfiable" | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!asked) return null;
  const [, from = "", to = ""] = asked;
  if (from === "" && to === "") return null;
  if (from === "") {
    const length = Number(to);
    return length === 0 ? "unsatisfiable" : { start: Math.max(0, size - length), end: size };
  }
  const start = Number(from);
  const end = to === "" ? size : Math.min(size, Number(to) + 1);
  if (to !== "" && Number(to) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}

import { createHash } from "node:crypto";

/**
 * SHA-256, hex, of what a file says without when it ends: that date moves on from day to day, and a signature made
 * yesterday must not lapse by it. The date that was signed still counts by itself.
 */
export function contentHashOf(text: string): string {
  const lines = text.split("\n").filter((line) => !/^Expires:/i.test(line) && line.trim() !== "");
  return createHash("sha256").update(lines.join("\n"), "utf8").digest("hex");
}

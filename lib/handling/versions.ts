import { cleanText } from "../reports/text";

/** How many versions or ranges stand in a list, and how long one is, in code points. */
export const VERSIONS_MAX = 50;
const VERSION_LENGTH = 100;

export type ReadVersions = { ok: true; versions: string[] } | { ok: false; message: string };

/** Versions or ranges as typed, one a line. Products name them in too many ways for more than that. */
export function readVersions(text: string): ReadVersions {
  const lines = cleanText(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const versions = [...new Set(lines)];
  if (versions.length > VERSIONS_MAX) return { ok: false, message: `List at most ${VERSIONS_MAX}` };
  if (versions.some((line) => [...line].length > VERSION_LENGTH)) {
    return { ok: false, message: `Keep each line to ${VERSION_LENGTH} characters` };
  }
  return { ok: true, versions };
}

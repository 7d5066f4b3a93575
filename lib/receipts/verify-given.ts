import { readGiven } from "./given";
import { type KnownProgram, type ShownVerdict, shownVerdict } from "./verdict";
import { compareAnswersInBrowser, verifyReceiptInBrowser } from "./verify-in-browser";

/** Checks a file in the browser with keys that are at hand; one with the answers has them compared as well. */
export async function verifyGiven(
  bytes: string | Uint8Array,
  programs: readonly KnownProgram[],
  keys: unknown,
): Promise<ShownVerdict> {
  const given = readGiven(bytes);
  const verdict = await verifyReceiptInBrowser(given.receipt, keys);
  const compared =
    verdict.ok && given.answers && verdict.payload.type === "report-receipt"
      ? await compareAnswersInBrowser(verdict.payload.answers.leaves, given.answers)
      : null;
  return shownVerdict(verdict, programs, compared);
}

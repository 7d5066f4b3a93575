import { type KnownProgram, type ShownVerdict, shownVerdict } from "@/lib/receipts/verdict";
import { verifyReceiptInBrowser } from "@/lib/receipts/verify-in-browser";

/**
 * Checks in the browser, so that the receipt goes nowhere.
 * @throws where the keys cannot be had, or the browser has no Ed25519.
 */
export async function verifyHere(
  bytes: string | Uint8Array,
  programs: readonly KnownProgram[],
  keysAddress: string,
): Promise<ShownVerdict> {
  const answer = await fetch(keysAddress, { credentials: "omit" });
  if (!answer.ok) throw new Error("the keys could not be read");
  return shownVerdict(await verifyReceiptInBrowser(bytes, await answer.json()), programs);
}

import type { KnownProgram, ShownVerdict } from "@/lib/receipts/verdict";
import { verifyGiven } from "@/lib/receipts/verify-given";

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
  return verifyGiven(bytes, programs, await answer.json());
}

import { randomBytes } from "node:crypto";
import { lookupHash } from "../vault/lookup";
import { receiptCode } from "./receipt-code";

/** What is stored of a receipt code: an HMAC under the portal's secret, hex. The database alone cannot test a guess. */
export function codeHash(secret: string, code: string): string {
  return lookupHash(secret, "receipt-code", code).toString("hex");
}

export function newReceiptCode(): string {
  return receiptCode(randomBytes(32));
}

/**
 * The code of the report that a guest's draft becomes. Made from the random token that only the guest's browser
 * holds, so that a sending which is tried again answers with the same code and nothing readable is kept meanwhile.
 */
export function codeOfDraft(secret: string, draftToken: string): string {
  return receiptCode(lookupHash(secret, "receipt-code-of-draft", draftToken));
}

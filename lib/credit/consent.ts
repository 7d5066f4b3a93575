import { createHash } from "node:crypto";
import { creditLine, type PrintedCredit } from "./line";

/** SHA-256, hex, of the exact line that is agreed to: it changes with text, organisation, address and roles. */
export function creditTextHash(credit: PrintedCredit): string {
  return createHash("sha256").update(creditLine(credit), "utf8").digest("hex");
}

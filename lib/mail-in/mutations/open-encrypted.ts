import "server-only";
import { decryptMessage } from "@/lib/pgp/decrypt";
import { readEncryptedMessage } from "@/lib/pgp/read-message";
import type { SignatureStanding } from "@/lib/pgp/signature";
import { privateKeysOf } from "@/lib/program-keys/private/queries";
import type { Transaction } from "@/lib/request/transaction";
import { type ReadMail, readMail } from "../read";

export type Opened = { read: ReadMail; signature: SignatureStanding | null };

const AROUND = "around-the-encrypted-part.txt";

/**
 * The mail with what was encrypted in it in the place of the ciphertext, where its program lets the portal read it. What
 * stood around the encrypted part is kept apart, as a file: nobody takes it for what was inside.
 */
export async function openedMail(
  tx: Transaction,
  programId: string,
  read: ReadMail,
  senderKeys: readonly string[],
): Promise<Opened> {
  const closed = { read, signature: null };
  if (read.encrypted === null || !(await readEncryptedMessage(read.encrypted)).ok) return closed;
  for (const key of await privateKeysOf(tx, programId)) {
    const opened = await decryptMessage(read.encrypted, key, senderKeys, tx.now);
    if (opened === null) continue;
    const inner = await innerOf(Buffer.from(opened.bytes));
    const around = read.text.trim() === "" ? [] : [{ name: AROUND, content: Buffer.from(read.text) }];
    return {
      read: { ...read, ...inner, files: [...inner.files, ...read.files, ...around] },
      signature: opened.signature,
    };
  }
  return closed;
}

/** PGP/MIME has a part of a mail inside, with headers of its own; everything else is text. */
async function innerOf(bytes: Buffer): Promise<Pick<ReadMail, "text" | "files" | "encrypted" | "signed">> {
  const head =
    bytes
      .subarray(0, 8192)
      .toString("latin1")
      .split(/\r?\n\r?\n/, 1)[0] ?? "";
  const inner = /^content-type:/im.test(head) ? await readMail(bytes) : null;
  if (inner === null)
    return { text: bytes.toString("utf8").replaceAll("\0", ""), files: [], encrypted: null, signed: null };
  const { text, files, encrypted, signed } = inner;
  return { text, files, encrypted, signed };
}

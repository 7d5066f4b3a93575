import { blockProblem } from "./blocks";
import { type OpenPgp, openpgp } from "./openpgp";

export type MessageRead =
  /** `recipients`: the key ids it says it is encrypted to, 16 hex digits each; zeros for one that does not say. */
  { ok: true; recipients: string[] } | { ok: false; message: string };

/** A key id of zeros: the recipient is not named (RFC 9580 §5.1.1). */
const UNNAMED = "0".repeat(16);

const refused = (message: string): MessageRead => ({ ok: false, message });

/** Reads the outside of an armoured message: that it is encrypted, and to whom. Nothing is decrypted. */
export async function readEncryptedMessage(text: string): Promise<MessageRead> {
  const problem = blockProblem(text, "message");
  if (problem !== null) return refused(problem);
  if ((text.match(/-----BEGIN PGP/g) ?? []).length > 1) return refused("These are several blocks. Paste one");
  if (!/-----END PGP MESSAGE-----\s*$/.test(text)) return refused("The end is missing: paste up to the END line");
  const pgp = await openpgp();
  const message = await pgp.readMessage({ armoredMessage: text }).catch(() => null);
  if (message === null) return refused("This message is damaged: copy it once more, from BEGIN to END");
  return judged(
    pgp,
    message.packets,
    message.getEncryptionKeyIDs().map((keyId) => keyId.toHex()),
  );
}

type Packets = Awaited<ReturnType<OpenPgp["readMessage"]>>["packets"];

function judged(pgp: OpenPgp, packets: Packets, recipients: string[]): MessageRead {
  const { packet } = pgp.enums;
  const has = (tag: number) => packets.some((one) => (one.constructor as { tag?: number }).tag === tag);
  if (has(packet.symmetricallyEncryptedData)) {
    return refused(
      "This message is not protected against changes. Make it again with a current version of your program",
    );
  }
  if (!has(packet.symEncryptedIntegrityProtectedData) && !has(packet.aeadEncryptedData)) {
    return refused("This message is not encrypted: anybody could read it");
  }
  if (recipients.length === 0) {
    return refused("This message is encrypted with a passphrase, which we do not have. Encrypt it to our key");
  }
  return { ok: true, recipients };
}

/** Whether one of these keys can open a message to these recipients; "perhaps" where the message does not say. */
export function addressedTo(recipients: readonly string[], keyIds: readonly string[]): "yes" | "perhaps" | "no" {
  if (recipients.some((recipient) => keyIds.includes(recipient))) return "yes";
  return recipients.includes(UNNAMED) ? "perhaps" : "no";
}

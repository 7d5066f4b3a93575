import { judgedAt, openpgp } from "./openpgp";
import type { SignatureStanding } from "./signature";

/** A private half with the passphrase that opens it. */
export type PrivateKey = { armored: string; passphrase: string };

export type KeyUnlocked =
  | { ok: true; fingerprint: string }
  | { ok: false; at: "privateKey" | "passphrase"; message: string };

const damaged = "This is no private key block, or it is damaged: copy it once more, from BEGIN to END";

/** Whether this passphrase opens this key, and which key it is. */
export async function unlockPrivateKey({ armored, passphrase }: PrivateKey): Promise<KeyUnlocked> {
  const pgp = await openpgp();
  const key = await pgp.readPrivateKey({ armoredKey: armored }).catch(() => null);
  if (key === null) return { ok: false, at: "privateKey", message: damaged };
  if (key.isDecrypted()) {
    return { ok: false, at: "privateKey", message: "This key has no passphrase. Give it one, and export it again" };
  }
  const opened = await pgp.decryptKey({ privateKey: key, passphrase }).catch(() => null);
  if (opened === null) return { ok: false, at: "passphrase", message: "This passphrase does not open the key" };
  return { ok: true, fingerprint: key.getFingerprint().toUpperCase() };
}

/** What was inside, byte for byte, and what a signature inside is worth; null when it was not signed there. */
export type Decrypted = { bytes: Uint8Array; signature: SignatureStanding | null };

/**
 * Opens a message; null when it is for another key, damaged, or not protected against changes: of such a message nothing
 * is shown (security.md C42).
 */
export async function decryptMessage(
  message: string,
  { armored, passphrase }: PrivateKey,
  senderKeys: readonly string[],
  now: Date,
): Promise<Decrypted | null> {
  const pgp = await openpgp();
  try {
    const locked = await pgp.readPrivateKey({ armoredKey: armored });
    const decryptionKeys = await pgp.decryptKey({ privateKey: locked, passphrase });
    const verificationKeys = await Promise.all(senderKeys.map((armoredKey) => pgp.readKey({ armoredKey })));
    const date = new Date(Math.max(now.getTime(), ...verificationKeys.map((key) => judgedAt(key, now).getTime())));
    const { data, signatures } = await pgp.decrypt({
      message: await pgp.readMessage({ armoredMessage: message }),
      decryptionKeys,
      verificationKeys,
      format: "binary",
      date,
    });
    return { bytes: data as Uint8Array, signature: await standingOf(signatures, verificationKeys) };
  } catch {
    return null;
  }
}

type Signatures = Awaited<ReturnType<Awaited<ReturnType<typeof openpgp>>["decrypt"]>>["signatures"];
type Keys = Awaited<ReturnType<Awaited<ReturnType<typeof openpgp>>["readKey"]>>[];

async function standingOf(signatures: Signatures, keys: Keys): Promise<SignatureStanding | null> {
  const [first] = signatures;
  if (!first) return null;
  const keyId = first.keyID.toHex().toUpperCase();
  const signer = keys.find((key) => key.getKeys(first.keyID).length > 0);
  if (!signer) return { kind: "unknown", keyId };
  const good = await first.verified.catch(() => false);
  return good ? { kind: "good", fingerprint: signer.getFingerprint().toUpperCase() } : { kind: "bad", keyId };
}

import type { PrivateKey } from "./decrypt";
import { judgedAt, openpgp } from "./openpgp";

/**
 * Encrypts bytes to public keys, armoured. Throws when a key cannot be encrypted to at `now`: whoever calls this must
 * then send nothing. With `signer` it is signed by that key as well, or there is none. The bytes come out of decryption exactly as they went in.
 */
export async function encryptTo(
  armoredKeys: readonly string[],
  bytes: Uint8Array,
  now: Date,
  signer?: PrivateKey,
): Promise<string> {
  if (armoredKeys.length === 0) throw new Error("there is no key to encrypt to");
  const pgp = await openpgp();
  const encryptionKeys = await Promise.all(armoredKeys.map((armoredKey) => pgp.readKey({ armoredKey })));
  const latest = new Date(Math.max(...encryptionKeys.map((key) => judgedAt(key, now).getTime())));
  const message = await pgp.createMessage({ binary: bytes });
  const signing = signer
    ? {
        signingKeys: await pgp.decryptKey({
          privateKey: await pgp.readPrivateKey({ armoredKey: signer.armored }),
          passphrase: signer.passphrase,
        }),
      }
    : {};
  const armored = await pgp.encrypt({ message, encryptionKeys, ...signing, date: latest, format: "armored" });
  return armored.replaceAll("\r\n", "\n");
}

/** Encrypts a file to a public key, binary, with its name inside. Throws as `encryptTo` does. */
export async function encryptFileTo(
  armoredKey: string,
  bytes: Uint8Array,
  filename: string,
  now: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const pgp = await openpgp();
  const encryptionKeys = await pgp.readKey({ armoredKey });
  const message = await pgp.createMessage({ binary: bytes, filename });
  const date = judgedAt(encryptionKeys, now);
  return new Uint8Array(await pgp.encrypt({ message, encryptionKeys, date, format: "binary" }));
}

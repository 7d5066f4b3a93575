import { judgedAt, openpgp } from "./openpgp";

/** What a signature is worth: made by a key that we know, not fitting what it came with, or by a key that we do not know. */
export type SignatureStanding =
  | { kind: "good"; fingerprint: string }
  | { kind: "bad" | "unknown"; keyId: string | null };

/** What was signed: bytes with a signature beside them, or a text with its signature around it. */
export type Signed = { bytes: Uint8Array; signature: string } | { cleartext: string };

/** Judges a signature by the keys that we know of its author; at the time that it says it was made. */
export async function judgeSignature(
  signed: Signed,
  armoredKeys: readonly string[],
  now: Date,
): Promise<SignatureStanding> {
  const pgp = await openpgp();
  try {
    const keys = await Promise.all(armoredKeys.map((armoredKey) => pgp.readKey({ armoredKey })));
    const read =
      "cleartext" in signed
        ? { message: await pgp.readCleartextMessage({ cleartextMessage: signed.cleartext }) }
        : {
            message: await pgp.createMessage({ binary: signed.bytes }),
            signature: await pgp.readSignature({ armoredSignature: signed.signature }),
          };
    const own = "cleartext" in signed ? signed.cleartext : signed.signature;
    const armoredSignature = own.slice(own.indexOf("-----BEGIN PGP SIGNATURE-----"));
    const [packet] = (await pgp.readSignature({ armoredSignature })).packets;
    const keyId = packet?.issuerKeyID.toHex().toUpperCase() ?? null;
    const signer = keys.find((key) => packet !== undefined && key.getKeys(packet.issuerKeyID).length > 0);
    if (!packet || !signer) return { kind: "unknown", keyId };
    // A signature is as old as it says; one made a moment ahead of our clock is none of the future.
    const date = new Date(Math.max(judgedAt(signer, now).getTime(), packet.created?.getTime() ?? 0));
    const options = { verificationKeys: signer, date };
    const { signatures } =
      "signature" in read
        ? await pgp.verify({ message: read.message, signature: read.signature, ...options })
        : await pgp.verify({ message: read.message, ...options });
    const good = await Promise.all(signatures.map(({ verified }) => verified.catch(() => false)));
    if (good.length === 0 || good.includes(false)) return { kind: "bad", keyId };
    return { kind: "good", fingerprint: signer.getFingerprint().toUpperCase() };
  } catch {
    return { kind: "bad", keyId: null };
  }
}

import { blockProblem } from "./blocks";
import { judgedAt, openpgp } from "./openpgp";

export type SignatureVerdict = { ok: true; text: string } | { ok: false; message: string };

/** Checks a cleartext-signed text against one key, and gives the text that was signed, its lines ended by LF. */
export async function verifyCleartext(signed: string, armoredKey: string, now: Date): Promise<SignatureVerdict> {
  const problem = blockProblem(signed, "signed");
  if (problem !== null) return { ok: false, message: problem };
  const pgp = await openpgp();
  const message = await pgp.readCleartextMessage({ cleartextMessage: signed }).catch(() => null);
  if (message === null)
    return { ok: false, message: "This signed text is damaged: copy it once more, to the END line" };
  const verificationKeys = await pgp.readKey({ armoredKey });
  const armoredSignature = signed.slice(signed.indexOf("-----BEGIN PGP SIGNATURE-----"));
  const { packets } = await pgp.readSignature({ armoredSignature });
  const made = packets.map(({ created }) => created?.getTime() ?? 0);
  // A signature is as old as it says; one made a moment ahead of our clock is none of the future.
  const date = new Date(Math.max(judgedAt(verificationKeys, now).getTime(), ...made));
  const { signatures } = await pgp.verify({ message, verificationKeys, date });
  const verdicts = await Promise.all(signatures.map(({ verified }) => verified.catch(() => false)));
  if (!verdicts.includes(true)) {
    return { ok: false, message: "The signature is not of this program’s key, or the text was changed after signing" };
  }
  return { ok: true, text: message.getText().replaceAll("\r\n", "\n") };
}

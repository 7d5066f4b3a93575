import type { PublicKey } from "openpgp";
import { formatDate } from "../sla/words-of-time";
import { blockProblem, PRIVATE_KEY } from "./blocks";
import { judgedAt, type OpenPgp, openpgp } from "./openpgp";

/** A public key that can be encrypted to. Instants are ISO 8601 UTC. */
export type KeyFacts = {
  /** Hex, capital letters. */
  fingerprint: string;
  /** The public key as we give it out: our own armour around what was read. */
  armored: string;
  /** "RSA 4096", "Ed25519 with Curve25519". */
  algorithm: string;
  userIds: string[];
  /** Ids of the key and its subkeys, 16 hex digits each. */
  keyIds: string[];
  createdAt: string;
  /** When it can no longer be encrypted to; null for never. */
  expiresAt: string | null;
};

export type KeyRead = { ok: true; key: KeyFacts } | { ok: false; message: string };

/** form.md §2 step 7. */
export const KEY_MAX_BYTES = 100_000;
/** security.md C42. */
const RSA_MIN_BITS = 3072;

const refused = (message: string): KeyRead => ({ ok: false, message });

/** Reads one armoured public key, or says in a sentence why it is of no use at `now`. */
export async function readPublicKey(text: string, now: Date): Promise<KeyRead> {
  if (new TextEncoder().encode(text).length > KEY_MAX_BYTES) {
    return refused("This is longer than 100 kB. Export the key alone, without photos and signatures of others");
  }
  const problem = blockProblem(text, "public_key");
  if (problem !== null) return refused(problem);
  const pgp = await openpgp();
  const keys = await pgp.readKeys({ armoredKeys: text }).catch(() => null);
  if (keys === null) return refused("This key block is damaged: copy it once more, from BEGIN to END");
  const [key, second] = keys;
  if (key === undefined) return refused("There is no key in this block");
  if (second !== undefined || (text.match(/-----BEGIN PGP/g) ?? []).length > 1) {
    return refused("These are several keys. Paste one");
  }
  if (key.isPrivate()) return refused(PRIVATE_KEY);
  return judged(pgp, key, judgedAt(key, now));
}

async function judged(pgp: OpenPgp, key: PublicKey, now: Date): Promise<KeyRead> {
  const unfit = weakness(key.getAlgorithmInfo());
  if (unfit !== null) return refused(unfit);
  if (await key.isRevoked(undefined, undefined, now)) return refused("This key is revoked");
  const primary = await key.getPrimaryUser(now, undefined, undefined).catch(() => null);
  if (primary === null) {
    const ended = endOf(await key.getExpirationTime().catch(() => null));
    if (ended !== null && ended <= now) return refused(expiredWords(ended));
    return refused("This key has no valid signature of its own, so nobody can tell whose it is");
  }
  const ends = endOf(await key.getExpirationTime());
  if (ends !== null && ends <= now) return refused(expiredWords(ends));
  const encrypting = await key.getEncryptionKey(undefined, now).catch(() => null);
  if (encrypting === null) return refused(await whyNotEncrypting(key, now));

  const weak = weakness(encrypting.getAlgorithmInfo());
  if (weak !== null) return refused(weak);
  const { sha1 } = pgp.enums.hash;
  const bindings = "bindingSignatures" in encrypting ? encrypting.bindingSignatures : [];
  if ([primary.selfCertification, ...bindings.slice(-1)].some(({ hashAlgorithm }) => hashAlgorithm === sha1)) {
    return refused("The key’s own signatures use SHA-1, which can be forged. Sign it anew with SHA-256 or better");
  }
  const subkeyEnds = "getExpirationTime" in encrypting ? endOf(await encrypting.getExpirationTime(now)) : null;
  const last = [ends, subkeyEnds].filter((end) => end !== null).sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    ok: true,
    key: {
      fingerprint: key.getFingerprint().toUpperCase(),
      armored: key.armor().replaceAll("\r\n", "\n"),
      algorithm: algorithmWords(key.getAlgorithmInfo(), encrypting.getAlgorithmInfo()),
      userIds: key.getUserIDs().slice(0, 20),
      keyIds: key.getKeyIDs().map((keyId) => keyId.toHex()),
      createdAt: key.getCreationTime().toISOString(),
      expiresAt: last?.toISOString() ?? null,
    },
  };
}

/** OpenPGP.js says Infinity for a key without an end, and null for one that never held. */
function endOf(time: Date | number | null): Date | null {
  return time instanceof Date ? time : null;
}

function expiredWords(end: Date): string {
  return `This key expired on ${formatDate(end.toISOString().slice(0, 10))}. Extend it, or use another`;
}

async function whyNotEncrypting(key: PublicKey, now: Date): Promise<string> {
  const ends = await Promise.all(key.getSubkeys().map((subkey) => subkey.getExpirationTime(now).catch(() => null)));
  const ended = ends.map(endOf).filter((end) => end !== null && end <= now);
  const last = ended.sort((a, b) => (a?.getTime() ?? 0) - (b?.getTime() ?? 0)).at(-1);
  return last ? expiredWords(last) : "Nothing can be encrypted to this key: it is for signing only";
}

type AlgorithmInfo = { algorithm: string; bits?: number; curve?: string };

/** What GnuPG and OpenPGP.js both read well; anything else would turn senders away. */
const CURVES: Record<string, string> = {
  ed25519Legacy: "Ed25519",
  curve25519Legacy: "Curve25519",
  nistP256: "NIST P-256",
  nistP384: "NIST P-384",
  nistP521: "NIST P-521",
};
const PLAIN: Record<string, string> = { ed25519: "Ed25519", x25519: "X25519", ed448: "Ed448", x448: "X448" };

function weakness(info: AlgorithmInfo): string | null {
  if (/^rsa/i.test(info.algorithm)) {
    if ((info.bits ?? 0) >= RSA_MIN_BITS) return null;
    return `This is an RSA key of ${info.bits ?? "unknown"} bits, which is too short. Use at least ${RSA_MIN_BITS}, or Curve25519`;
  }
  if (nameOf(info) !== null) return null;
  return "This kind of key is old or unusual, and many programs cannot use it. Use Curve25519, or RSA of at least 3072 bits";
}

function nameOf({ algorithm, bits, curve }: AlgorithmInfo): string | null {
  if (/^rsa/i.test(algorithm)) return `RSA ${bits}`;
  return (curve === undefined ? PLAIN[algorithm] : CURVES[curve]) ?? null;
}

function algorithmWords(primary: AlgorithmInfo, encrypting: AlgorithmInfo): string {
  const names = [nameOf(primary) ?? primary.algorithm, nameOf(encrypting) ?? encrypting.algorithm];
  return [...new Set(names)].join(" with ");
}

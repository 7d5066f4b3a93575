import { canonicalBytes } from "./canonical";

/** A stored answer and the salt that hides it behind its commitment: 16 bytes, lower-case hex. */
export type SaltedAnswer = { value: unknown; salt: string };

export type AnswerVerdict = "proven" | "withheld" | "changed" | "not_in_receipt";
export type AnswerVerdicts = Record<string, AnswerVerdict>;

const SALT_BYTES = 16;
const SALT = /^[0-9a-f]{32}$/;

/**
 * What the commitment to an answer is the SHA-256 of: 16 salt bytes ‖ RFC 8785 JSON of the stored answer.
 * @throws TypeError for a salt that is none and a value that JSON cannot hold.
 */
export function committedBytes({ value, salt }: SaltedAnswer): Uint8Array<ArrayBuffer> {
  if (!SALT.test(salt)) throw new TypeError(`A salt is ${SALT_BYTES} bytes in lower-case hex.`);
  const text = canonicalBytes(value);
  const bytes = new Uint8Array(SALT_BYTES + text.length);
  for (let index = 0; index < SALT_BYTES; index += 1) {
    bytes[index] = Number.parseInt(salt.slice(2 * index, 2 * index + 2), 16);
  }
  bytes.set(text, SALT_BYTES);
  return bytes;
}

/** What each answer is worth: `hashes` are those of the disclosed ones, null for what is withheld or has no hash. */
export function answerVerdicts(
  leaves: Readonly<Record<string, string>>,
  hashes: Readonly<Record<string, string | null>>,
): AnswerVerdicts {
  const keys = [...new Set([...Object.keys(leaves), ...Object.keys(hashes)])];
  return Object.fromEntries(
    keys.map((key): [string, AnswerVerdict] => {
      const hash = Object.hasOwn(hashes, key) ? hashes[key] : undefined;
      if (!Object.hasOwn(leaves, key)) return [key, "not_in_receipt"];
      if (hash === undefined) return [key, "withheld"];
      return [key, hash === leaves[key] ? "proven" : "changed"];
    }),
  );
}

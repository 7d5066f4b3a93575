import { createHash, randomBytes } from "node:crypto";
import { sameSecret } from "../vault/lookup";
import { canonicalBytes } from "./canonical";
import type { ReceiptPayload } from "./schema";

const SALT_BYTES = 16;
const SALT = /^[0-9a-f]{32}$/;

/** A stored answer and the salt that hides it behind its commitment: 16 bytes, lower-case hex. */
export type SaltedAnswer = { value: unknown; salt: string };
export type AnswerCommitments = ReceiptPayload["answers"];

export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString("hex");
}

/** The commitment to one answer: SHA-256(16 salt bytes ‖ RFC 8785 JSON of the stored answer), hex. */
export function answerLeaf({ value, salt }: SaltedAnswer): string {
  if (!SALT.test(salt)) throw new TypeError(`A salt is ${SALT_BYTES} bytes in lower-case hex.`);
  return createHash("sha256").update(Buffer.from(salt, "hex")).update(canonicalBytes(value)).digest("hex");
}

export function leavesRoot(leaves: Record<string, string>): string {
  return createHash("sha256").update(canonicalBytes(leaves)).digest("hex");
}

/** Commits to every answer by itself, so that one can later be withheld and the rest still verifies. */
export function answerLeaves(answers: Record<string, SaltedAnswer>): AnswerCommitments {
  const leaves = Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, answerLeaf(answer)]));
  return { root: leavesRoot(leaves), leaves };
}

/** Whether this value with this salt is what the receipt commits to under this key. */
export function verifyLeaf(leaves: Record<string, string>, key: string, answer: SaltedAnswer): boolean {
  const leaf = Object.hasOwn(leaves, key) ? leaves[key] : undefined;
  if (leaf === undefined || !SALT.test(answer.salt)) return false;
  return sameSecret(answerLeaf(answer), leaf);
}

export type AnswerVerdict = "proven" | "withheld" | "changed" | "not_in_receipt";

/** Compares disclosed answers with the signed commitments. An answer that is not disclosed is withheld. */
export function compareAnswers(
  leaves: Record<string, string>,
  disclosed: Record<string, SaltedAnswer | null>,
): Record<string, AnswerVerdict> {
  const keys = [...new Set([...Object.keys(leaves), ...Object.keys(disclosed)])];
  return Object.fromEntries(
    keys.map((key): [string, AnswerVerdict] => {
      const answer = Object.hasOwn(disclosed, key) ? disclosed[key] : null;
      if (!Object.hasOwn(leaves, key)) return [key, "not_in_receipt"];
      if (!answer) return [key, "withheld"];
      return [key, verifyLeaf(leaves, key, answer) ? "proven" : "changed"];
    }),
  );
}

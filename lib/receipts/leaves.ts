import { createHash, randomBytes } from "node:crypto";
import { type AnswerVerdicts, answerVerdicts, committedBytes, type SaltedAnswer } from "./answer-verdicts";
import { canonicalBytes } from "./canonical";
import type { ReceiptPayload } from "./schema";

const SALT_BYTES = 16;

export type AnswerCommitments = ReceiptPayload["answers"];

export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString("hex");
}

/** The commitment to one answer: SHA-256(16 salt bytes ‖ RFC 8785 JSON of the stored answer), hex. */
export function answerLeaf(answer: SaltedAnswer): string {
  return createHash("sha256").update(committedBytes(answer)).digest("hex");
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
  return compareAnswers(leaves, { [key]: answer })[key] === "proven";
}

/** Compares disclosed answers with the signed commitments. An answer that is not disclosed is withheld. */
export function compareAnswers(
  leaves: Readonly<Record<string, string>>,
  disclosed: Readonly<Record<string, SaltedAnswer | null>>,
): AnswerVerdicts {
  const given = Object.entries(disclosed).filter((entry): entry is [string, SaltedAnswer] => entry[1] !== null);
  return answerVerdicts(leaves, Object.fromEntries(given.map(([key, answer]) => [key, leafOrNull(answer)])));
}

function leafOrNull(answer: SaltedAnswer): string | null {
  try {
    return answerLeaf(answer);
  } catch {
    return null;
  }
}

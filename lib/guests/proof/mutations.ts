import "server-only";
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { spentProofs } from "@/db/schema";
import { appSecret } from "@/lib/env/env";
import type { Transaction } from "@/lib/request/transaction";
import { hashToken, lookupHash } from "@/lib/vault/lookup";

/** About 16,000 digests, a second or so of a phone; the work is measured in digests, not in time. */
const WORK = { algorithm: "SHA-256", cost: 4, keyPrefix: "000" } as const;
/** As long as somebody may look at the last page before sending. */
const LIFE_MS = 2 * 3_600_000;
const PROOF_MAX = 4000;

const secret = () => lookupHash(appSecret(), "proof-of-work", "").toString("hex");

/**
 * What a guest's browser works on while its owner reads the last page, as JSON. Nothing of it is stored. `now`: of the
 * machine, never moved, for the library reads the machine's clock when it asks whether a challenge is still good.
 */
export async function newChallenge(now: Date): Promise<string> {
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  return JSON.stringify(await createChallenge({ ...WORK, deriveKey, expiresAt, hmacSignatureSecret: secret() }));
}

const proofSchema = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal(WORK.algorithm),
      nonce: z.string(),
      salt: z.string(),
      cost: z.literal(WORK.cost),
      keyLength: z.literal(32),
      keyPrefix: z.literal(WORK.keyPrefix),
      expiresAt: z.int(),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.int().min(0).max(0xffff_ffff), derivedKey: z.string() }),
});

/** A proof that holds: what is remembered of it once it is spent, and until when. */
export type Proof = { challengeHash: Buffer; expiresAt: Date };

/** The proof in a form's field; null for none, a wrong, an expired and a spent one. Never an error. */
export async function readProof(db: Database, text: unknown): Promise<Proof | null> {
  if (typeof text !== "string" || text === "" || text.length > PROOF_MAX) return null;
  const parsed = proofSchema.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { challenge, solution } = parsed.data;
  const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: secret() }).catch(
    () => ({ verified: false }),
  );
  if (!verified) return null;
  const challengeHash = hashToken(challenge.signature);
  const [spent] = await db.select().from(spentProofs).where(eq(spentProofs.challengeHash, challengeHash));
  return spent ? null : { challengeHash, expiresAt: new Date(challenge.parameters.expiresAt * 1000) };
}

/** Spends a proof with what it was made for: both are kept or neither. False when it was spent meanwhile. */
export async function spendProof(tx: Transaction, proof: Proof | null): Promise<boolean> {
  if (proof === null) return false;
  const spent = await tx.db.insert(spentProofs).values(proof).onConflictDoNothing().returning();
  return spent.length === 1;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

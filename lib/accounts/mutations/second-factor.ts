import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import { generateSecret } from "otplib";
import { recoveryCodes, totpFactors } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid, notFound } from "@/lib/errors";
import { recordSystemEvent } from "@/lib/ledger/record";
import { queueMail } from "@/lib/notifications/mutations";
import { forgetPoints, takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openTotpSecret, sealTotpSecret } from "../records";
import { parseRecoveryCode, RECOVERY_CODE_BYTES, RECOVERY_CODE_COUNT, recoveryCodeOf } from "../recovery-code";
import { acceptedStep } from "../totp";
import { realTime, type StartedSession, startSession } from "./start-session";

type Browser = { device: string; replaces: string | null };

const WRONG_CODE = "That code is not right. Check that the clock of your phone is right, then type the newest code.";
const WRONG_RECOVERY_CODE = "That recovery code is not right, or was used already.";
const wrong = (sentence: string) => invalid("There is a problem", { code: [sentence] });

/** Whoever has signed in with a password, before or after the second factor. */
function signedInAccount(ctx: Context): string {
  const accountId = ctx.actor.kind === "pending" ? ctx.actor.accountId : accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return accountId;
}

/** A fresh secret to scan; it counts only once a code of it was given. */
export async function startTotpEnrolment(ctx: Context): Promise<void> {
  const accountId = signedInAccount(ctx);
  await inTransaction(ctx, async (tx) => {
    const secretSealed = sealTotpSecret(ring(), accountId, generateSecret());
    const [row] = await tx.db
      .insert(totpFactors)
      .values({ accountId, secretSealed, createdAt: tx.now })
      .onConflictDoUpdate({
        target: totpFactors.accountId,
        set: { secretSealed, createdAt: tx.now },
        setWhere: isNull(totpFactors.confirmedAt),
      })
      .returning({ id: totpFactors.accountId });
    if (!row) throw conflict("A second factor is set up already.");
  });
}

/** Proves the new secret, gives ten recovery codes (shown this once) and a session that has both factors. */
export async function confirmTotp(
  ctx: Context,
  input: Browser & { code: string },
): Promise<{ session: StartedSession; recoveryCodes: string[] }> {
  const accountId = signedInAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    const at = realTime(ctx, tx);
    const [factor] = await tx.db
      .select()
      .from(totpFactors)
      .where(and(eq(totpFactors.accountId, accountId), isNull(totpFactors.confirmedAt)))
      .for("update");
    if (!factor) throw conflict("A second factor is set up already, or its set-up was not started.");
    const secret = openTotpSecret(ring(), accountId, factor.secretSealed);
    const step = acceptedStep({ secret, code: input.code, nowMs: at.getTime(), lastUsedStep: null });
    if (step === null) throw wrong(WRONG_CODE);
    await tx.db
      .update(totpFactors)
      .set({ confirmedAt: at, lastUsedStep: step })
      .where(eq(totpFactors.accountId, accountId));
    const codes = await replaceRecoveryCodes(tx, accountId);
    await recordSystemEvent(tx, { type: "account.factor_added", accountId, factor: "totp" });
    await queueMail(tx, "second_factor_added", { accountId }, {});
    return { session: await startSession(tx, { ...input, accountId, secondFactor: true, at }), recoveryCodes: codes };
  });
}

async function replaceRecoveryCodes(tx: Transaction, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, () => recoveryCodeOf(randomBytes(RECOVERY_CODE_BYTES)));
  await tx.db.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
  await tx.db
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ accountId, codeHash: hashToken(code), createdAt: tx.now })));
  return codes;
}

type Begin = (
  tx: Transaction,
  input: Browser & { accountId: string; secondFactor: true; at: Date },
) => Promise<StartedSession>;

/** Takes one code of the authenticator. Each code works once, also when it is sent many times at once. */
export async function verifyTotp(
  ctx: Context,
  input: Browser & { code: string },
  begin: Begin = startSession,
): Promise<StartedSession> {
  const accountId = signedInAccount(ctx);
  await takePoint(ctx.db, "second-factor:ever", accountId);
  await takePoint(ctx.db, "second-factor:account", accountId);
  const session = await inTransaction(ctx, async (tx) => {
    const at = realTime(ctx, tx);
    const [factor] = await tx.db
      .select()
      .from(totpFactors)
      .where(and(eq(totpFactors.accountId, accountId), isNotNull(totpFactors.confirmedAt)));
    if (!factor) throw wrong(WRONG_CODE);
    const secret = openTotpSecret(ring(), accountId, factor.secretSealed);
    const step = acceptedStep({ secret, code: input.code, nowMs: at.getTime(), lastUsedStep: factor.lastUsedStep });
    if (step === null) throw wrong(WRONG_CODE);
    const [used] = await tx.db
      .update(totpFactors)
      .set({ lastUsedStep: step })
      .where(
        and(
          eq(totpFactors.accountId, accountId),
          or(isNull(totpFactors.lastUsedStep), lt(totpFactors.lastUsedStep, step)),
        ),
      )
      .returning({ step: totpFactors.lastUsedStep });
    if (!used) throw wrong(WRONG_CODE);
    return begin(tx, { ...input, accountId, secondFactor: true, at });
  });
  await forgetTries(ctx, accountId);
  return session;
}

/** Takes one of the ten codes, which then is gone. */
export async function signInWithRecoveryCode(
  ctx: Context,
  input: Browser & { code: string },
  begin: Begin = startSession,
): Promise<StartedSession> {
  const accountId = signedInAccount(ctx);
  await takePoint(ctx.db, "recovery-code:account", accountId);
  const code = parseRecoveryCode(input.code);
  const session = await inTransaction(ctx, async (tx) => {
    const at = realTime(ctx, tx);
    const used =
      code === null
        ? []
        : await tx.db
            .update(recoveryCodes)
            .set({ usedAt: at })
            .where(
              and(
                eq(recoveryCodes.accountId, accountId),
                eq(recoveryCodes.codeHash, hashToken(code)),
                isNull(recoveryCodes.usedAt),
              ),
            )
            .returning({ id: recoveryCodes.id });
    if (used.length === 0) throw wrong(WRONG_RECOVERY_CODE);
    await recordSystemEvent(tx, { type: "account.recovery_code_used", accountId });
    return begin(tx, { ...input, accountId, secondFactor: true, at });
  });
  await forgetTries(ctx, accountId);
  return session;
}

async function forgetTries(ctx: Context, accountId: string): Promise<void> {
  await Promise.all([
    forgetPoints(ctx.db, "second-factor:ever", accountId),
    forgetPoints(ctx.db, "second-factor:account", accountId),
    forgetPoints(ctx.db, "recovery-code:account", accountId),
  ]);
}

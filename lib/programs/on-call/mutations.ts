import "server-only";
import { eq } from "drizzle-orm";
import { programs } from "@/db/schema";
import { isExampleAddress } from "@/lib/accounts/email-address";
import { can } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import { currentPolicy } from "@/lib/policy/queries";
import { onCallPlace } from "@/lib/reports/places";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import { knownAs, openOnCall } from "./queries";

const NOT_STEPPED_UP = "Give your second factor again to change who is on call.";
const CHANGED = "Somebody else changed who is on call meanwhile. Look again; nothing was changed.";

/** INVALID for an address that the demonstration would not write to; changes nothing. */
export async function refuseUnreachable(address: string): Promise<void> {
  if (!env().DEMO || isExampleAddress(address)) return;
  throw invalid("There is a problem", { address: ["The demonstration writes to example addresses only"] });
}

/**
 * Sets whom urgent notices wake, and mails a test there. The address before it is told that it is no longer on call.
 * Errors: NOT_FOUND, FORBIDDEN (second factor), INVALID, CONFLICT (somebody was faster).
 */
export async function setOnCall(
  ctx: Context,
  input: { programSlug: string; address: string; known: string },
): Promise<{ address: string }> {
  const program = await nameOf(ctx, input.programSlug);
  await refuseUnreachable(input.address);
  return inTransaction(ctx, async (tx) => {
    const row = await lockedProgram(tx, input.programSlug, input.known);
    const before = openOnCall(row);
    const onCallSealed = sealWithRing(ring(), onCallPlace(row.id), input.address);
    await tx.db.update(programs).set({ onCallSealed }).where(eq(programs.id, row.id));
    await recordProgramEvent(tx, row.id, { type: "on_call.set", replaces: before !== null });
    const mails: PromisedMail[] = [{ template: "on_call_test", to: { address: input.address }, params: { program } }];
    if (before !== null && before !== input.address) {
      mails.push({ template: "on_call_ended", to: { address: before }, params: { program } });
    }
    await queueMails(tx, mails);
    return { address: input.address };
  });
}

/** Leaves urgent notices to the privacy officers' own mail. Errors: as `setOnCall`. */
export async function clearOnCall(ctx: Context, input: { programSlug: string; known: string }): Promise<void> {
  const program = await nameOf(ctx, input.programSlug);
  await inTransaction(ctx, async (tx) => {
    const row = await lockedProgram(tx, input.programSlug, input.known);
    const before = openOnCall(row);
    if (before === null) throw conflict(CHANGED);
    await tx.db.update(programs).set({ onCallSealed: null }).where(eq(programs.id, row.id));
    await recordProgramEvent(tx, row.id, { type: "on_call.cleared" });
    await queueMails(tx, [{ template: "on_call_ended", to: { address: before }, params: { program } }]);
  });
}

/** Mails a test to the address that is set. Errors: NOT_FOUND, CONFLICT (none is set), RATE_LIMITED. */
export async function testOnCall(ctx: Context, programSlug: string): Promise<{ sent: true }> {
  const program = await nameOf(ctx, programSlug);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(programs).where(eq(programs.slug, programSlug));
    if (!row || !can(tx.actor, "on_call.change", { programId: row.id })) throw notFound();
    const address = openOnCall(row);
    if (address === null) throw conflict("No address is set.");
    await takePoint(ctx.db, "account-mail:recipient", `on-call:${address}`);
    await queueMails(tx, [{ template: "on_call_test", to: { address }, params: { program } }]);
    return { sent: true };
  });
}

/** The program's name, for whoever may change who is on call; NOT_FOUND for everybody else. */
async function nameOf(ctx: Context, programSlug: string): Promise<string> {
  const [row] = await ctx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, programSlug));
  if (!row || !can(ctx.actor, "on_call.change", { programId: row.id })) throw notFound();
  return (await currentPolicy(ctx, programSlug)).document.organisation.tradeName;
}

async function lockedProgram(tx: Transaction, slug: string, known: string): Promise<typeof programs.$inferSelect> {
  const [row] = await tx.db.select().from(programs).where(eq(programs.slug, slug)).for("update");
  if (!row || !can(tx.actor, "on_call.change", { programId: row.id })) throw notFound();
  // Whoever took over a session must not be able to keep urgent notices from being read.
  if (tx.actor.kind === "staff" && !tx.actor.steppedUp) throw forbidden(NOT_STEPPED_UP);
  if (knownAs(row.onCallSealed) !== known) throw conflict(CHANGED);
  return row;
}

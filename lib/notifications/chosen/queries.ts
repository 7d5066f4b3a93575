import "server-only";
import { eq, inArray } from "drizzle-orm";
import { notificationChoices } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { CHOSEN_EVENTS, type Choices } from "../choices";

/** What these accounts chose; those without a choice are absent. */
export async function choicesOf(tx: Transaction, accountIds: readonly string[]): Promise<Map<string, Choices>> {
  if (accountIds.length === 0) return new Map();
  const rows = await tx.db
    .select()
    .from(notificationChoices)
    .where(inArray(notificationChoices.accountId, [...accountIds]));
  const found = new Map<string, Choices>();
  for (const { accountId, event, way, inbox } of rows) {
    found.set(accountId, { ...found.get(accountId), [event]: { way, inbox } });
  }
  return found;
}

/** The actor's own choices, and whether those of staff mean anything to them. NOT_FOUND without an account. */
export async function ownChoices(ctx: Context): Promise<{ choices: Choices; staff: boolean }> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db.select().from(notificationChoices).where(eq(notificationChoices.accountId, accountId));
    const known = rows.filter(({ event }) => CHOSEN_EVENTS.some((one) => one === event));
    return {
      choices: Object.fromEntries(known.map(({ event, way, inbox }) => [event, { way, inbox }])),
      staff: ctx.actor.kind === "staff",
    };
  });
}

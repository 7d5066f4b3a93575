import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import { presences, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { forbidden, notFound } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { CHANNEL, signalText } from "../change";
import { PRESENT_MS } from "./people";

/**
 * Says that the actor has a report open, or no longer. Colleagues who read it hear of it only when that changes something
 * for them. Real time. Errors: NOT_FOUND for everybody who is not staff of the report.
 */
export async function sayPresent(
  ctx: Context,
  reference: string,
  doing: "viewing" | "replying" | "gone",
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    const accountId = accountOf(tx.actor);
    if (!row || accountId === null || !can(tx.actor, "report.note", row)) throw notFound();
    if (await changed(tx, row.id, accountId, doing)) {
      const signal = signalText({ kind: "presence", reportId: row.id, by: accountId });
      await tx.db.execute(sql`select pg_notify(${CHANNEL}, ${signal})`);
    }
  });
}

async function changed(
  tx: Transaction,
  reportId: string,
  accountId: string,
  doing: "viewing" | "replying" | "gone",
): Promise<boolean> {
  const own = and(eq(presences.reportId, reportId), eq(presences.accountId, accountId));
  if (doing === "gone") {
    const gone = await tx.db.delete(presences).where(own).returning({ doing: presences.doing });
    return gone.length > 0;
  }
  const [before] = await tx.db
    .select({ doing: presences.doing, here: sql<boolean>`${presences.until} > clock_timestamp()` })
    .from(presences)
    .where(own);
  const until = sql`clock_timestamp() + ${PRESENT_MS / 1000} * interval '1 second'`;
  await tx.db
    .insert(presences)
    .values({ reportId, accountId, doing, until })
    .onConflictDoUpdate({ target: [presences.reportId, presences.accountId], set: { doing, until } });
  return before === undefined || !before.here || before.doing !== doing;
}

/** Forgets who was there: the rows of browsers that went without a word. Errors: FORBIDDEN for everybody but the portal. */
export async function clearPresences(ctx: Context): Promise<void> {
  if (!can(ctx.actor, "presences.clear", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, (tx) => tx.db.delete(presences).where(lt(presences.until, sql`clock_timestamp()`)));
}

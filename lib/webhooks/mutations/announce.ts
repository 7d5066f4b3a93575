import "server-only";
import { and, asc, between, eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { events, programs, webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import type { Jobs } from "@/lib/jobs/enqueue";
import type { LedgerEvent } from "@/lib/ledger/catalogue";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { payloadOf, webhookEventOf } from "../events";
import { newMessageId } from "../signature";
import { openReport } from "./load";
import { sendLater } from "./send-later";

/**
 * Writes down for each endpoint what it is told of some events of one stream, and has it sent. Run twice, each event is
 * told once. FORBIDDEN for all but the portal.
 */
export async function announceEvents(ctx: Context, { stream, from, to }: Jobs["announce_events"]): Promise<void> {
  if (!can(ctx.actor, "webhooks.deliver", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, async (tx) => {
    const about = await subjectOf(tx, stream);
    if (about === null) return;
    const recorded = await tx.db
      .select({ seq: events.seq, at: events.at, payload: events.payload })
      .from(events)
      .where(and(eq(events.stream, stream), between(events.seq, from, to)))
      .orderBy(asc(events.seq));
    const told = recorded.flatMap(({ seq, at, payload }) => {
      const type = webhookEventOf(payload as LedgerEvent);
      return type === null ? [] : [{ seq, at, type }];
    });
    if (told.length === 0) return;
    const endpoints = await tx.db
      .select()
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.programId, about.programId));
    const rows = endpoints.flatMap((endpoint) =>
      told
        .filter(({ type, at }) => endpoint.events.includes(type) && at >= endpoint.createdAt)
        .map(({ seq, at, type }) => ({
          id: v7(),
          messageId: newMessageId(),
          endpointId: endpoint.id,
          reportId: about.reportId,
          stream,
          seq,
          type,
          body: payloadOf({ type, at: at.toISOString(), program: about.program, report: about.reference }),
          createdAt: tx.now,
          nextAt: tx.now,
        })),
    );
    if (rows.length === 0) return;
    const written = await tx.db
      .insert(webhookDeliveries)
      .values(rows)
      .onConflictDoNothing()
      .returning({ id: webhookDeliveries.id });
    for (const { id } of written) await sendLater(tx, id);
  });
}

type Subject = { programId: string; program: string; reportId: string | null; reference: string | null };

/** Whose events these are; null where nobody outside is told of them. */
async function subjectOf(tx: Transaction, stream: string): Promise<Subject | null> {
  const [kind, key = ""] = stream.split(":");
  if (kind === "report") {
    const report = await openReport(tx, key);
    if (report === null) return null;
    const program = await slugOf(tx, report.programId);
    return { programId: report.programId, program, reportId: report.id, reference: report.reference };
  }
  if (kind !== "program") return null;
  return { programId: key, program: await slugOf(tx, key), reportId: null, reference: null };
}

async function slugOf(tx: Transaction, programId: string): Promise<string> {
  const [program] = await tx.db.select({ slug: programs.slug }).from(programs).where(eq(programs.id, programId));
  return program?.slug ?? "";
}

/** Deliveries that are settled, or were never taken in 30 days, are gone with what they said. */
export async function clearDeliveries(ctx: Context): Promise<void> {
  if (!can(ctx.actor, "webhooks.deliver", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, (tx) =>
    tx.db.execute(
      sql`delete from webhook_deliveries where created_at < ${tx.now.toISOString()}::timestamptz - interval '30 days'`,
    ),
  );
}

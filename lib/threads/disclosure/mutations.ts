import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { z } from "zod";
import { disclosureRequests } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { applyMessage } from "../mutations";
import type { answerSchema, askSchema } from "./schema";

const open = (reportId: string) =>
  and(eq(disclosureRequests.reportId, reportId), eq(disclosureRequests.state, "asked"));

/**
 * The reporter asks whether they may tell others; what they want to tell is a message of the thread.
 * Errors: NOT_FOUND, FORBIDDEN for everybody else, CONFLICT while a question waits for its answer.
 */
export async function askDisclosure(ctx: Context, reference: string, input: z.infer<typeof askSchema>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { id } = report.row;
    if (!can(tx.actor, "disclosure.ask", report.row)) throw forbidden("Only the reporter asks for this.");
    const asked = await tx.db
      .insert(disclosureRequests)
      .values({ id: v7(), reportId: id, state: "asked", plannedOn: input.plannedOn, askedAt: tx.now })
      .onConflictDoNothing()
      .returning({ id: disclosureRequests.id });
    if (asked.length === 0) throw conflict("You have asked already; the team has not answered yet.");
    const messageId = await applyMessage(tx, report, { text: input.text });
    await recordReportEvents(tx, id, [{ type: "disclosure.asked", messageId, plannedOn: input.plannedOn }]);
  });
}

/**
 * The program's answer, for good: its reasons are a message of the thread.
 * Errors: NOT_FOUND, FORBIDDEN for everybody but a coordinator, CONFLICT (nothing is asked; somebody was faster).
 */
export async function answerDisclosure(
  ctx: Context,
  reference: string,
  { answer, text, agreedFrom }: z.infer<typeof answerSchema>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { id } = report.row;
    if (!can(tx.actor, "disclosure.answer", report.row)) {
      throw forbidden("Only a coordinator of this program answers this.");
    }
    const from = answer === "agreed" ? agreedFrom : null;
    await settle(tx, id, { state: answer, agreedFrom: from, answeredBy: accountOf(tx.actor) });
    const messageId = await applyMessage(tx, report, { text });
    await recordReportEvents(tx, id, [{ type: "disclosure.answered", answer, messageId, agreedFrom: from }]);
  });
}

/** The reporter takes the question back. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (nothing is asked; it was answered). */
export async function withdrawDisclosure(ctx: Context, reference: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    if (!can(tx.actor, "disclosure.ask", row)) throw forbidden("Only the reporter takes this back.");
    await settle(tx, row.id, { state: "withdrawn" });
    await recordReportEvents(tx, row.id, [{ type: "disclosure.withdrawn" }]);
  });
}

async function settle(
  tx: Transaction,
  reportId: string,
  change: Partial<typeof disclosureRequests.$inferInsert>,
): Promise<void> {
  const settled = await tx.db
    .update(disclosureRequests)
    .set({ ...change, answeredAt: tx.now })
    .where(open(reportId))
    .returning({ id: disclosureRequests.id });
  if (settled.length === 0) throw conflict("Nothing waits for an answer here any more.");
}

import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { reports, splitProposals } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { formatInstant } from "@/lib/sla/words-of-time";
import { applyMessage } from "@/lib/threads/mutations";
import { openJson, sealJson } from "@/lib/vault/seal";
import type { Answers } from "../form/answers";
import { answersPlace, splitPlace } from "../places";
import { readStored } from "../salted";
import { decideBy, judgeParts, type SplitAnswer, type SplitInput, type SplitPart, splitRefusal } from "../split";
import { storedSplitSchema } from "../split-views";
import { type LoadedReport, loadReport } from "./loaded";
import { splitOff } from "./split-off";
import { tell } from "./tell";

const ANSWERED = "This proposal was answered, taken back or changed meanwhile. Read how the report stands now.";
const NOT_YOURS = "Only a coordinator of this program can do this.";

/**
 * Asks the reporter whether the report may be split, with a message that says why. Nothing is split yet.
 * Errors: NOT_FOUND, FORBIDDEN (a coordinator's act), INVALID, CONFLICT (closed, a part itself, or asked already).
 */
export async function proposeSplit(ctx: Context, reference: string, input: SplitInput): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row } = report;
    if (!can(tx.actor, "report.split", row)) throw forbidden(NOT_YOURS);
    const answers = answersOf(report);
    refuse(report, answers, (await openProposal(tx, report)) !== null);
    const errors = judgeParts(report.pinned.document, answers, input.parts);
    if (errors) throw invalid("There is a problem", errors);

    const messageId = await applyMessage(tx, report, { text: input.text });
    const id = v7();
    const { parts } = input;
    await tx.db.insert(splitProposals).values({
      id,
      reportId: row.id,
      state: "proposed",
      partsSealed: sealJson(report.dataKey, splitPlace(row.id, id), { messageId, parts }),
      proposedBy: accountOf(tx.actor),
      proposedAt: tx.now,
      decideBy: decideBy(tx.now),
    });
    await recordReportEvents(tx, row.id, [{ type: "split.proposed", messageId, parts: parts.length }]);
  });
}

/**
 * The reporter's yes, which splits the report there and then, or no, with a word. `proposal` names what they read.
 * Errors: NOT_FOUND, FORBIDDEN for everybody but the reporter, CONFLICT (answered, taken back or changed meanwhile).
 */
export async function answerSplit(ctx: Context, reference: string, input: SplitAnswer): Promise<{ into: string[] }> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    if (!can(tx.actor, "split.answer", report.row)) throw forbidden("Only the reporter can answer this.");
    const proposal = await standingProposal(tx, report, input.proposal);
    if (input.answer === "confirm") return { into: await carryOut(tx, report, proposal, "confirmed") };
    const messageId = await applyMessage(tx, report, { text: input.word });
    await settle(tx, proposal, "declined");
    await recordReportEvents(tx, report.row.id, [{ type: "split.declined", messageId }]);
    return { into: [] };
  });
}

/** Splits without an answer, once the reporter's days are over. Errors: as `proposeSplit`; CONFLICT before that. */
export async function splitUnanswered(
  ctx: Context,
  reference: string,
  input: { proposal: string },
): Promise<{ into: string[] }> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    if (!can(tx.actor, "report.split", report.row)) throw forbidden(NOT_YOURS);
    const proposal = await standingProposal(tx, report, input.proposal);
    if (tx.now < proposal.decideBy) {
      const from = formatInstant(proposal.decideBy.toISOString(), report.pinned.calendar.zone);
      throw conflict(`The reporter can answer until ${from}. You can go ahead from then on.`);
    }
    return { into: await carryOut(tx, report, proposal, "unanswered") };
  });
}

/** Takes a proposal back before it is answered. Errors: as `proposeSplit`. */
export async function withdrawSplit(ctx: Context, reference: string, input: { proposal: string }): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    if (!can(tx.actor, "report.split", report.row)) throw forbidden(NOT_YOURS);
    await settle(tx, await standingProposal(tx, report, input.proposal), "withdrawn");
    await recordReportEvents(tx, report.row.id, [{ type: "split.withdrawn" }]);
    await moved(tx, report);
    await tell(tx, report, "status");
  });
}

type Proposal = { id: string; decideBy: Date; messageId: string; parts: SplitPart[] };

/** The proposal that waits for an answer. The report is locked, so nobody else answers it meanwhile. */
async function openProposal(tx: Transaction, { row, dataKey }: LoadedReport): Promise<Proposal | null> {
  const [open] = await tx.db
    .select()
    .from(splitProposals)
    .where(and(eq(splitProposals.reportId, row.id), eq(splitProposals.state, "proposed")));
  if (!open) return null;
  const stored = storedSplitSchema.parse(openJson(dataKey, splitPlace(row.id, open.id), open.partsSealed));
  return { id: open.id, decideBy: open.decideBy, ...stored };
}

async function standingProposal(tx: Transaction, report: LoadedReport, messageId: string): Promise<Proposal> {
  const proposal = await openProposal(tx, report);
  if (proposal?.messageId !== messageId) throw conflict(ANSWERED);
  return proposal;
}

async function settle(tx: Transaction, { id }: Proposal, state: "confirmed" | "declined" | "withdrawn"): Promise<void> {
  await tx.db.update(splitProposals).set({ state, decidedAt: tx.now }).where(eq(splitProposals.id, id));
}

async function carryOut(
  tx: Transaction,
  report: LoadedReport,
  proposal: Proposal,
  because: "confirmed" | "unanswered",
): Promise<string[]> {
  const answers = answersOf(report);
  refuse(report, answers, false);
  if (judgeParts(report.pinned.document, answers, proposal.parts) !== null) {
    throw conflict("An answer that was to be copied has been withheld since, so the team has to propose this anew.");
  }
  const into: string[] = [];
  for (const part of proposal.parts) into.push(await splitOff(tx, report, answers, part));
  await settle(tx, proposal, "confirmed");
  await recordReportEvents(tx, report.row.id, [{ type: "report.split", because, into }]);
  await moved(tx, report);
  await tell(tx, report, "status");
  return into;
}

/** The other side has something new to read on the report's page. */
async function moved(tx: Transaction, { row }: LoadedReport): Promise<void> {
  const seen = can(tx.actor, "split.answer", row) ? { reporterAt: tx.now } : { staffPublicAt: tx.now };
  await tx.db
    .update(reports)
    .set({ ...seen, version: row.version + 1 })
    .where(eq(reports.id, row.id));
}

function answersOf({ row, dataKey }: LoadedReport): Answers {
  return readStored(openJson(dataKey, answersPlace(row.id), row.answersSealed)).answers;
}

function refuse({ row }: LoadedReport, answers: Answers, proposed: boolean): void {
  const refusal = splitRefusal({
    state: row.state,
    resolution: row.resolution,
    isPart: row.splitFrom !== null,
    encrypted: answers.encryptedMessage !== undefined,
    proposed,
  });
  if (refusal !== null) throw conflict(refusal);
}

import "server-only";
import { and, eq, or } from "drizzle-orm";
import { v7 } from "uuid";
import { assessments, attestations, credits, receipts } from "@/db/schema";
import { recordReportEvents } from "@/lib/ledger/record";
import { answerLeaves } from "@/lib/receipts/leaves";
import { currentReceiptKey } from "@/lib/receipts/mutations";
import { signReceipt } from "@/lib/receipts/receipt";
import { receiptSchema } from "@/lib/receipts/schema";
import type { Transaction } from "@/lib/request/transaction";
import { indexReport } from "@/lib/search/mutations";
import { ring } from "@/lib/vault/ring";
import { type DataKey, newWrappedKey, openJson, sealJson, sealText } from "@/lib/vault/seal";
import type { Answers } from "../form/answers";
import { answersPlace, creditPlace, noteKeyOwner, titlePlace } from "../places";
import { newReference } from "../reference";
import { type SaltedAnswers, saltAnswers } from "../salted";
import { answersOfPart, type SplitPart } from "../split";
import { carriedClocks, carriedRuns } from "../split-clocks";
import { insertReport } from "./insert";
import { type LoadedReport, moveClocks, nextDueAt, type ReportRow, storeClocks } from "./loaded";
import { reporterAssessment } from "./receive";

type Child = { id: string; reference: string; dataKey: DataKey; salted: SaltedAnswers };

/**
 * Makes one part of a report a report of its own, inside the transaction that splits it: with its own keys, receipt, thread
 * and credit, and with the reporter, policy, flags and time of first receipt of the other. Gives its reference.
 */
export async function splitOff(
  tx: Transaction,
  parent: LoadedReport,
  answers: Answers,
  part: SplitPart,
): Promise<string> {
  const { pinned } = parent;
  const own = answersOfPart(pinned.document, answers, part);
  const id = v7();
  const { key: dataKey, wrapped } = newWrappedKey(ring(), id);
  const child: Child = { id, reference: newReference(pinned.referencePrefix), dataKey, salted: saltAnswers(own) };

  const carried = carriedClocks(parent.runs, parent.row.reference, pinned.calendar.zone);
  const runs = carriedRuns(carried);
  const acknowledged = runs.some(({ clock, stoppedAt }) => clock === "acknowledge" && stoppedAt !== null);
  const state = acknowledged || parent.row.state !== "received" ? ("acknowledged" as const) : ("received" as const);
  const loaded = { row: childRow(tx, parent.row, child, { wrapped, title: part.title, state }), runs, pinned, dataKey };
  // What the other report waits for is not asked of this one.
  const effects = moveClocks(tx, loaded, { kind: "message", side: "reporter", state });
  const stored = { ...loaded.row, nextDueAt: nextDueAt(loaded.runs) };
  child.reference = await insertReport(tx, stored, pinned.referencePrefix);
  loaded.row.reference = child.reference;
  await storeClocks(tx, loaded, [...carried.flatMap((event) => event.effects), ...effects]);

  const assessment = reporterAssessment(own);
  const credited = await copyCredits(tx, parent, child);
  await recordReportEvents(tx, id, [
    {
      type: "report.split_off",
      from: parent.row.reference,
      receivedAt: parent.row.receivedAt.toISOString(),
      policyVersion: pinned.version,
      policyHash: pinned.hash,
      state,
      carried: carried.map((event) => ({ at: event.at, effects: [...event.effects] })),
      clocks: effects,
    },
    ...(assessment ? [{ type: "report.assessed" as const, by: "reporter" as const, ...assessment }] : []),
    ...credited.map(({ creditId, wish }) => ({ type: "credit.wished" as const, creditId, wish })),
  ]);
  if (assessment) {
    const author = { by: "reporter" as const, authorId: parent.row.reporterId };
    await tx.db.insert(assessments).values({ reportId: id, ...author, ...assessment, createdAt: tx.now });
  }
  await copyAttestations(tx, parent.row.id, id);
  await storeReceipt(tx, parent.row, child);
  await indexReport(tx, loaded.row, child.salted);
  return child.reference;
}

function childRow(
  tx: Transaction,
  parent: ReportRow,
  { id, reference, dataKey, salted }: Child,
  { wrapped, title, state }: { wrapped: Buffer; title: string; state: "received" | "acknowledged" },
): ReportRow {
  return {
    id,
    reference,
    splitFrom: parent.id,
    state,
    stateSince: tx.now,
    dataKey: wrapped,
    noteKey: newWrappedKey(ring(), noteKeyOwner(id)).wrapped,
    titleSealed: sealText(dataKey, titlePlace(id), title),
    answersSealed: sealJson(dataKey, answersPlace(id), salted),
    nextDueAt: tx.now,
    staffPublicAt: tx.now,
    reporterAt: tx.now,
    version: 1,
    guestReadAt: null,
    duplicateOf: null,
    staffSeenAt: null,
    reporterSeenAt: null,
    draftId: null,
    resolution: null,
    resolutionClause: null,
    decidedBy: null,
    appealOpen: false,
    appealed: false,
    severity: null,
    snoozedUntil: null,
    snoozedAt: null,
    snoozedBy: null,
    // The database makes these two itself.
    severityOrder: 5,
    touchedAt: tx.now,
    // Whose it is, how it is restricted, and what counts for it.
    programId: parent.programId,
    reporterId: parent.reporterId,
    guestCodeHash: parent.guestCodeHash,
    urgentAt: parent.urgentAt,
    releasedAt: parent.releasedAt,
    readers: parent.readers,
    channel: parent.channel,
    assigneeId: parent.assigneeId,
    policyVersionId: parent.policyVersionId,
    firstPolicyVersionId: parent.firstPolicyVersionId,
    calendarVersionId: parent.calendarVersionId,
    receivedAt: parent.receivedAt,
    flags: parent.flags,
  };
}

/** The reporter's wish counts here as well; what they agreed to there was said of the other report. */
async function copyCredits(tx: Transaction, { row, dataKey }: LoadedReport, child: Child) {
  const mine = or(eq(credits.ofGuest, true), ...(row.reporterId ? [eq(credits.accountId, row.reporterId)] : []));
  const rows = await tx.db
    .select()
    .from(credits)
    .where(and(eq(credits.reportId, row.id), mine));
  const copies = rows.map((credit) => {
    const id = v7();
    const display = openJson(dataKey, creditPlace(row.id, credit.id, "display_sealed"), credit.displaySealed);
    return {
      id,
      reportId: child.id,
      accountId: credit.accountId,
      ofGuest: credit.ofGuest,
      programId: credit.programId,
      wish: credit.wish,
      roles: credit.roles,
      displaySealed: sealJson(child.dataKey, creditPlace(child.id, id, "display_sealed"), display),
      consent: "pending" as const,
      createdAt: tx.now,
      updatedAt: tx.now,
    };
  });
  if (copies.length > 0) await tx.db.insert(credits).values(copies);
  return copies.map(({ id, wish }) => ({ creditId: id, wish }));
}

async function copyAttestations(tx: Transaction, from: string, to: string): Promise<void> {
  const rows = await tx.db.select().from(attestations).where(eq(attestations.reportId, from));
  if (rows.length === 0) return;
  await tx.db.insert(attestations).values(rows.map(({ id: _, ...attested }) => ({ ...attested, reportId: to })));
}

/** The receipt of the other report with what is this one's own: its promises are those made at the first receipt. */
async function storeReceipt(tx: Transaction, parent: ReportRow, { id, reference, salted }: Child): Promise<void> {
  const [first] = await tx.db.select({ json: receipts.json }).from(receipts).where(eq(receipts.reportId, parent.id));
  if (!first) throw new Error("a report has no receipt");
  const { payload } = receiptSchema.parse(JSON.parse(first.json));
  const key = await currentReceiptKey(tx);
  const json = signReceipt(
    {
      ...payload,
      portal: key.portal,
      reference,
      splitFrom: parent.reference,
      answers: answerLeaves(salted),
      attachments: [],
    },
    key.signing,
  );
  await tx.db.insert(receipts).values({ reportId: id, json, kid: key.kid, createdAt: tx.now });
}

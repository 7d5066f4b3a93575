import "server-only";
import { and, eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import type { ReportEventInput } from "@/lib/ledger/report-events";
import { citableEntries } from "@/lib/non-issues/queries";
import type { Occasion } from "@/lib/notifications/recipients";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import type { ClockEffect } from "@/lib/sla/types";
import { type MoveInput, missingFields } from "../moves";
import { missingRoleFor } from "../offers";
import { plainStatus } from "../reporter-status";
import { closingResolutions, MOVE_RULES, type Move, moveObstacle, type Resolution, STATE_LABELS } from "../state";
import { readAssessment, storeAssessment } from "./assessments";
import { type LoadedReport, loadReport, moveClocks, nextDueAt, type ReportRow, storeClocks } from "./loaded";
import { mirrorProgress } from "./mirror";
import { storeReason } from "./notes";
import { sideOf, storeMessage } from "./speak";
import { tell } from "./tell";

/** What the portal answers after a move. */
export type Moved = { reference: string; state: ReportRow["state"]; version: number; messageId: string | null };

/**
 * Makes one move of the transition table: one transaction, one conditional update, one event.
 * Errors: NOT_FOUND (not visible), FORBIDDEN (the missing role in words), CONFLICT (the table or the
 * clock does not allow it, or somebody else was faster), INVALID (a field it needs).
 */
export async function moveReport(ctx: Context, reference: string, input: MoveInput): Promise<Moved> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    await judgeMove(tx, report, input);
    return applyMove(tx, report, input);
  });
}

/** Whether the actor may make the move now, with what was given for it. Errors: as `moveReport`. */
export async function judgeMove(tx: Transaction, report: LoadedReport, input: MoveInput): Promise<void> {
  const { row } = report;
  if (!can(tx.actor, "report.move", { report: row, move: input.move })) throw forbidden(missingRoleFor(input.move));
  if (row.version !== input.version) {
    throw conflict(
      `Somebody was faster: this report is now “${STATE_LABELS[row.state]}”. Nothing of yours was applied; look at it again first.`,
    );
  }
  refuseObstacle(tx, report, input.move);
  const entries = MOVE_RULES[input.move].fields.includes("resolution") ? await citableEntries(tx, row.programId) : [];
  const errors = missingFields(
    input,
    [...report.pinned.document.clauses, ...entries].map(({ key }) => key),
  );
  if (Object.keys(errors).length > 0) throw invalid("There is a problem", errors);
}

/** A move inside a transaction that has already loaded the report and judged that the actor may make it. */
export async function applyMove(
  tx: Transaction,
  report: LoadedReport,
  input: MoveInput,
  idempotencyKey?: string,
): Promise<Moved> {
  const { row } = report;
  const rule = MOVE_RULES[input.move];
  const side = sideOf(tx, report);
  const from = row.state;
  const to = rule.to ?? from;
  const resolution = resolutionAfter(input, row);
  const assessment = input.move === "validate" ? await readAssessment(tx, row.id, input) : null;
  if (assessment) row.severity = assessment.severity;

  const events: ReportEventInput[] = [];
  const effects: ClockEffect[] = [];
  const speaks = rule.fields.includes("text") && input.text !== "";
  let messageId: string | null = null;
  if (speaks) {
    messageId = await storeMessage(tx, report, input.text, { move: input.move, idempotencyKey });
    // The message first: what it answers is answered even when the move then ends the clocks.
    const spoken = moveClocks(tx, report, { kind: "message", side, state: from });
    effects.push(...spoken);
    events.push({ type: "message.sent", messageId, side, clocks: spoken });
  }
  if (rule.fields.includes("reason")) events.push(await storeReason(tx, report, input.reason));
  const moved = moveClocks(tx, report, { kind: "move", move: input.move, from, side, message: false });
  effects.push(...moved);
  if (assessment) events.push(await storeAssessment(tx, report, assessment, input.severityReason ?? ""));
  events.push({
    type: "report.moved",
    move: input.move,
    state: to,
    resolution,
    clause: resolution === row.resolution ? row.resolutionClause : (input.clause ?? null),
    severity: row.severity,
    messageId,
    clocks: moved,
  });

  const [updated] = await tx.db
    .update(reports)
    .set({
      state: to,
      stateSince: to === from ? row.stateSince : tx.now,
      resolution,
      resolutionClause:
        resolution === null ? null : resolution === row.resolution ? row.resolutionClause : (input.clause ?? null),
      severity: row.severity,
      // What is looked at again is nobody's duplicate until somebody says so again.
      ...(resolution === "duplicate" ? {} : { duplicateOf: null }),
      ...appealAfter(tx, input.move),
      nextDueAt: nextDueAt(report.runs),
      ...(side === "staff" ? { staffPublicAt: tx.now } : { reporterAt: tx.now }),
      version: row.version + 1,
    })
    .where(and(eq(reports.id, row.id), eq(reports.version, row.version), eq(reports.state, from)))
    .returning({ reference: reports.reference, state: reports.state, version: reports.version });
  if (!updated) throw conflict("Somebody was faster. Nothing of yours was applied; look at the report again first.");
  await storeClocks(tx, report, effects);
  await recordReportEvents(tx, row.id, events);
  await tell(tx, report, occasionOf(input.move), { anchor: messageId === null ? null : `m-${messageId}` });
  await mirrorProgress(tx, row.id, { before: plainStatus(from, row.resolution), after: plainStatus(to, resolution) });
  return { ...updated, messageId };
}

function refuseObstacle(tx: Transaction, { row }: LoadedReport, move: Move): void {
  const obstacle = moveObstacle(
    move,
    {
      state: row.state,
      resolution: row.resolution,
      stateSince: row.stateSince.getTime(),
      appealOpen: row.appealOpen,
      appealed: row.appealed,
      decidedBy: row.decidedBy,
    },
    tx.now.getTime(),
    accountOf(tx.actor),
  );
  if (obstacle !== null) throw conflict(obstacle);
}

function resolutionAfter(input: MoveInput, row: ReportRow): Resolution | null {
  const rule = MOVE_RULES[input.move];
  if (input.move === "close") {
    const chosen = input.resolution || null;
    if (chosen === null || !closingResolutions(row.state).includes(chosen)) {
      throw invalid("There is a problem", { resolution: ["Select a resolution that fits how far this report came"] });
    }
    return chosen;
  }
  if (rule.to === "verifying" || rule.to === "accepted") return null;
  if (rule.resolutions.length === 1) return rule.resolutions[0] ?? null;
  return input.resolution || row.resolution;
}

function appealAfter(tx: Transaction, move: Move): Partial<typeof reports.$inferInsert> {
  switch (move) {
    case "appeal":
      return { appealOpen: true, appealed: true };
    case "uphold_appeal":
    case "dismiss_appeal":
    case "reopen":
      return { appealOpen: false };
    case "reject":
    case "close_spam":
    case "close_unanswered":
      // A decision of its own, with its own one appeal: also where an appeal against an earlier one was upheld.
      return { decidedBy: accountOf(tx.actor), appealed: false };
    default:
      return {};
  }
}

function occasionOf(move: Move): Occasion {
  if (move === "ask_for_information" || move === "ask_for_retest") return "question";
  return move === "appeal" ? "appeal" : "status";
}

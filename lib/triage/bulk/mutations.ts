import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { conflict, PortalError } from "@/lib/errors";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { assignReport } from "@/lib/reports/mutations/assign";
import { moveReport } from "@/lib/reports/mutations/move";
import { snoozeReport, wakeReport } from "@/lib/reports/mutations/snooze";
import { log } from "@/lib/request/log";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { type BulkInput, type BulkOutcome, type BulkResult, type BulkUndo, REVERSIBLE } from "./verbs";

type Row = BulkInput["row"][number];

/**
 * Does one thing to several reports, one after the other, each in its own transaction with its own event. A report that
 * changed meanwhile, or that the actor may not decide on, is left as it is and says why; the others are done.
 */
export async function runBulk(ctx: Context, input: BulkInput): Promise<BulkResult> {
  const outcomes: BulkOutcome[] = [];
  const undone: BulkUndo["rows"] = [];
  for (const row of input.row) {
    const outcome = await attempt(row.reference, async () => {
      const before = input.verb === "assign" ? await carrierOf(ctx, row.reference) : null;
      if (input.verb === "assign" && before === (input.assignee || null)) throw conflict("That is so already.");
      await doOne(ctx, input, row);
      undone.push({ reference: row.reference, version: row.version + 1, before });
    });
    outcomes.push(outcome);
  }
  const { verb } = input;
  const undo = REVERSIBLE.includes(verb) && undone.length > 0 ? JSON.stringify({ verb, rows: undone }) : null;
  return { verb, outcomes, undo };
}

/** Takes a bulk action back, report by report; what changed since then stays. */
export async function undoBulk(ctx: Context, { verb, rows }: BulkUndo): Promise<BulkResult> {
  const outcomes: BulkOutcome[] = [];
  for (const { reference, version, before } of rows) {
    outcomes.push(
      await attempt(reference, () =>
        verb === "assign"
          ? assignReport(ctx, reference, { version, assignee: before })
          : wakeReport(ctx, reference, { version }),
      ),
    );
  }
  return { verb, outcomes, undo: null };
}

async function doOne(ctx: Context, input: BulkInput, { reference, version }: Row): Promise<void> {
  switch (input.verb) {
    case "assign":
      await assignReport(ctx, reference, { version, assignee: input.assignee || null });
      return;
    case "snooze":
      await snoozeReport(ctx, reference, { version, snooze: input.snooze || "morning" });
      return;
    default:
      await moveReport(ctx, reference, moveSchema.parse({ move: input.verb, version, reason: input.reason ?? "" }));
  }
}

async function attempt(reference: string, work: () => Promise<unknown>): Promise<BulkOutcome> {
  try {
    await work();
    return { reference, outcome: "done", why: "" };
  } catch (error) {
    if (error instanceof PortalError) {
      const why = Object.values(error.fieldErrors ?? {})[0]?.[0] ?? error.message;
      return { reference, outcome: "skipped", why: error.code === "NOT_FOUND" ? "There is no such report here." : why };
    }
    log.error({ bulk: error instanceof Error ? error.name : typeof error }, "one report of a bulk action failed");
    return { reference, outcome: "failed", why: "Something went wrong on our side. This report is as it was." };
  }
}

/** The handle of who carries a report now, for taking an assignment back. */
function carrierOf(ctx: Context, reference: string): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ assigneeId: reports.assigneeId })
      .from(reports)
      .where(eq(reports.reference, reference));
    return row?.assigneeId ? memberHandle(row.assigneeId) : null;
  });
}

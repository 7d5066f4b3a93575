import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { conflict, invalid, PortalError } from "@/lib/errors";
import { changeTags, type TagChange } from "@/lib/handling/mutations/describe";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { assignReport } from "@/lib/reports/mutations/assign";
import { moveReport } from "@/lib/reports/mutations/move";
import { snoozeReport, wakeReport } from "@/lib/reports/mutations/snooze";
import { log } from "@/lib/request/log";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { readyToSend } from "./queries";
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
      if (input.verb === "assign" && before === (input.assignee || null)) throw conflict(SO_ALREADY);
      const changed = await doOne(ctx, input, row);
      undone.push({ reference: row.reference, version: row.version + 1, before, ...changed });
    });
    outcomes.push(outcome);
  }
  const { verb } = input;
  const reversible = REVERSIBLE.some((one) => one === verb);
  const undo = reversible && undone.length > 0 ? JSON.stringify({ verb, rows: undone }) : null;
  return { verb, outcomes, undo };
}

/** Takes a bulk action back, report by report; what changed since then stays. */
export async function undoBulk(ctx: Context, { verb, rows }: BulkUndo): Promise<BulkResult> {
  const outcomes: BulkOutcome[] = [];
  for (const row of rows) outcomes.push(await attempt(row.reference, () => undoOne(ctx, verb, row)));
  return { verb, outcomes, undo: null };
}

async function undoOne(ctx: Context, verb: BulkUndo["verb"], row: BulkUndo["rows"][number]): Promise<unknown> {
  const { reference, version, before, added, removed } = row;
  if (verb === "assign") return assignReport(ctx, reference, { version, assignee: before });
  if (verb === "snooze") return wakeReport(ctx, reference, { version });
  return changeTags(ctx, reference, { added: removed, removed: added });
}

const NO_TAGS: TagChange = { added: [], removed: [] };
const SO_ALREADY = "That is so already.";

/** Answers which tags it changed, where it was about tags. */
async function doOne(ctx: Context, input: BulkInput, row: Row): Promise<TagChange> {
  const { reference, version } = row;
  switch (input.verb) {
    case "assign":
      await assignReport(ctx, reference, { version, assignee: input.assignee || null });
      return NO_TAGS;
    case "snooze":
      await snoozeReport(ctx, reference, { version, snooze: input.snooze || "morning" });
      return NO_TAGS;
    case "tag": {
      const changed = await changeTags(ctx, reference, { added: input.tags, removed: input.untag });
      if (changed.added.length + changed.removed.length === 0) throw conflict(SO_ALREADY);
      return changed;
    }
    case "ask_for_information": {
      const { text, hash, problem } = await readyToSend(ctx, reference, input.template ?? "");
      if (problem !== null) throw invalid(problem);
      if (hash !== row.shown) throw conflict("What would be written has changed since you read it. Nothing was sent.");
      await moveReport(ctx, reference, moveSchema.parse({ move: input.verb, version, text }));
      return NO_TAGS;
    }
    default:
      await moveReport(ctx, reference, moveSchema.parse({ move: input.verb, version, reason: input.reason ?? "" }));
      return NO_TAGS;
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

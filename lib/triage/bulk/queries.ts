import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { reports } from "@/db/schema";
import { stepUpMeans } from "@/lib/accounts/queries";
import { isStaffOf, moveRolesOf } from "@/lib/auth/policy";
import { invalid } from "@/lib/errors";
import { titlePlace } from "@/lib/reports/places";
import { getStaffReport } from "@/lib/reports/queries";
import { STATE_LABELS } from "@/lib/reports/state";
import { cleanText } from "@/lib/reports/text";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { templatesInUse } from "@/lib/templates/queries";
import type { TemplateView } from "@/lib/templates/types";
import { valuesFor } from "@/lib/templates/values";
import { fillIn, unresolvedProblem } from "@/lib/templates/variables";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";
import { listFrame } from "../frame/queries";
import { listedColumns, listedProgram, nameOf } from "../queries";
import type { BulkPage, BulkRow } from "./types";
import { BULK_VERBS, type BulkVerb, bulkObstacle } from "./verbs";

/**
 * The reports of a selection as they stand now, in its order, with what can be done to each. What the reader may not see
 * is counted among what is missing and nothing else. Errors: NOT_FOUND without a reading role.
 */
export async function bulkSelection(
  ctx: Context,
  programSlug: string | undefined,
  references: readonly string[],
  template?: string,
): Promise<BulkPage> {
  const program = listedProgram(ctx.actor, programSlug);
  const templates = (await templatesInUse(ctx, program.programSlug)).filter(canAsk);
  const stepUp = await stepUpMeans(ctx);
  const page = await inTransaction(ctx, async (tx) => {
    const frame = await listFrame(tx, program.programId);
    const found =
      references.length === 0
        ? []
        : await tx.db
            .select({ row: reports, assigneeProfile: listedColumns.assigneeProfile })
            .from(reports)
            .where(and(eq(reports.programId, program.programId), inArray(reports.reference, [...references])));
    const rows = found.map(({ row, assigneeProfile }): BulkRow => {
      const subject = {
        state: row.state,
        resolution: row.resolution,
        stateSince: row.stateSince.getTime(),
        appealOpen: row.appealOpen,
        appealed: row.appealed,
        decidedBy: row.decidedBy,
        roles: moveRolesOf(tx.actor, row),
        mayAct: isStaffOf(tx.actor, row),
      };
      const obstacles = Object.fromEntries(
        BULK_VERBS.map((verb) => [verb, bulkObstacle(verb, subject, tx.now.getTime())]),
      ) as Record<BulkVerb, string | null>;
      return {
        reference: row.reference,
        title: openText(unwrapKey(ring(), row.dataKey, row.id), titlePlace(row.id), row.titleSealed),
        stateLabel: STATE_LABELS[row.state],
        assignee: nameOf({ assigneeId: row.assigneeId, assigneeProfile }),
        version: row.version,
        written: null,
        obstacles,
      };
    });
    const place = ({ reference }: BulkRow) => references.indexOf(reference);
    return {
      programSlug: program.programSlug,
      programName: frame.programName,
      rows: rows.sort((a, b) => place(a) - place(b)),
      missing: references.length - rows.length,
      team: frame.choices.team,
      tags: frame.choices.tags,
    };
  });
  const chosen = templates.find(({ id }) => id === template);
  const rows: BulkRow[] = [];
  for (const row of page.rows) {
    const ask = chosen && row.obstacles.ask_for_information === null;
    rows.push(ask ? await withText(ctx, row, chosen) : row);
  }
  return { ...page, rows, stepUp, templates: templates.map(({ id, title, language }) => ({ id, title, language })) };
}

const canAsk = ({ move }: TemplateView) => move === "ask_for_information";

/** What a template comes to in one report, with its hash; `problem`: why it cannot be sent as it is. */
type Written = { text: string; hash: string; problem: string | null };

async function written(ctx: Context, reference: string, { body }: TemplateView): Promise<Written> {
  const text = cleanText(fillIn(body, valuesFor(await getStaffReport(ctx, reference))));
  return { text, hash: createHash("sha256").update(text).digest("hex"), problem: unresolvedProblem(text) };
}

async function withText(ctx: Context, row: BulkRow, template: TemplateView): Promise<BulkRow> {
  const { problem, ...text } = await written(ctx, row.reference, template);
  return { ...row, written: text, obstacles: { ...row.obstacles, ask_for_information: problem } };
}

/** The question for information that a template comes to in one report. Errors: NOT_FOUND, INVALID (out of use). */
export async function readyToSend(ctx: Context, reference: string, templateId: string): Promise<Written> {
  const { programSlug } = await getStaffReport(ctx, reference);
  const template = (await templatesInUse(ctx, programSlug)).filter(canAsk).find(({ id }) => id === templateId);
  if (!template) throw invalid("This template is not in use any more.");
  return written(ctx, reference, template);
}

import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { reports } from "@/db/schema";
import { isStaffOf, moveRolesOf } from "@/lib/auth/policy";
import { titlePlace } from "@/lib/reports/places";
import { STATE_LABELS } from "@/lib/reports/state";
import { type Context, inTransaction } from "@/lib/request/transaction";
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
): Promise<BulkPage> {
  const program = listedProgram(ctx.actor, programSlug);
  return inTransaction(ctx, async (tx) => {
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
    };
  });
}

import "server-only";
import { eq, getTableColumns } from "drizzle-orm";
import { reports } from "@/db/schema";
import { isReporterOf, isStaffOf } from "@/lib/auth/policy";
import { countSimilar } from "@/lib/duplicates/queries";
import { notFound } from "@/lib/errors";
import { citable } from "@/lib/non-issues/queries";
import { markSeen } from "@/lib/notifications/inbox/mutations";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { reportSections, withoutAddress } from "@/lib/reports/form/summary";
import { recordSeen } from "@/lib/reports/mutations/seen";
import { recordOpening } from "@/lib/reports/mutations/urgent";
import { offersFor } from "@/lib/reports/offers";
import { answersPlace, titlePlace } from "@/lib/reports/places";
import { readAtColumn, redactionsColumn } from "@/lib/reports/queries";
import { readStored } from "@/lib/reports/salted";
import { STATE_LABELS } from "@/lib/reports/state";
import { suspicionsIn } from "@/lib/reports/suspicion";
import type { ReportPreview } from "@/lib/reports/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import { markRead } from "@/lib/threads/queries";
import { ring } from "@/lib/vault/ring";
import { openJson, openText, unwrapKey } from "@/lib/vault/seal";

const columns = {
  ...getTableColumns(reports),
  runs: runsColumn,
  redactionRows: redactionsColumn,
  readAt: readAtColumn,
};

/**
 * What triage decides a report by, beside its queue. `seen`: somebody chose to look at it. Errors: NOT_FOUND for
 * everybody but its program's triagers and coordinators, as its page.
 */
export async function previewReport(
  ctx: Context,
  reference: string,
  { seen }: { seen: boolean },
): Promise<ReportPreview> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select(columns).from(reports).where(eq(reports.reference, reference));
    if (!row || !isStaffOf(tx.actor, row) || isReporterOf(tx.actor, row)) throw notFound();
    await recordOpening(tx, row);
    if (seen) {
      await recordSeen(tx, row);
      await markRead(tx, row, "staff", row.reporterAt);
      await markSeen(tx, row.id);
    }
    const pinned = await pinnedPolicy(tx, row.policyVersionId);
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const { answers } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
    const withheld = row.redactionRows.map(({ key: name }) => name);
    return {
      reference: row.reference,
      title: openText(key, titlePlace(row.id), row.titleSealed),
      stateLabel: STATE_LABELS[row.state],
      reporterHandle: answers.contactName || "No name given",
      receivedAt: row.receivedAt.toISOString(),
      zone: pinned.calendar.zone,
      now: tx.now.toISOString(),
      version: row.version,
      flags: row.readers === null ? row.flags : ["restricted", ...row.flags],
      clocks: runsOf(row.runs).map((run) => clockStatus(run, pinned.calendar, tx.now)),
      moves: offersFor(tx.actor, row, tx.now),
      clauses: await citable(tx, pinned),
      sections: withoutAddress(reportSections(pinned.document, answers, withheld)),
      suspicions: suspicionsIn(answers).map(({ sentence }) => sentence),
      encrypted: answers.encryptedMessage !== undefined,
      similar: await countSimilar(tx, row),
    };
  });
}

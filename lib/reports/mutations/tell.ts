import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { memberships } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import { type Occasion, recipientsOf } from "@/lib/notifications/recipients";
import type { Transaction } from "@/lib/request/transaction";
import { isCommitmentClock } from "@/lib/sla/vocabulary";
import { promiseSentences } from "@/lib/sla/wording";
import type { LoadedReport } from "./loaded";
import { sideOf } from "./speak";

type Told = Pick<LoadedReport, "pinned" | "runs"> & {
  row: Pick<LoadedReport["row"], "reference" | "reporterId" | "programId">;
};

/** Promises the mails of an occasion: who hears of it is decided by lib/notifications/recipients.ts. */
export async function tell(
  tx: Transaction,
  report: Told,
  occasion: Occasion,
  creditParty: string | null = null,
): Promise<void> {
  const { reference, reporterId, programId } = report.row;
  const actorSide = sideOf(tx, report);
  const told = recipientsOf(occasion, {
    actor: accountOf(tx.actor),
    actorSide,
    reporter: reporterId,
    readers: actorSide === "reporter" ? await readersOf(tx, programId) : [],
    creditParty,
  });
  const program = report.pinned.document.organisation.tradeName;
  const mails = told.map(({ accountId, template, what }): PromisedMail => {
    const to = { accountId };
    if (template === "report_received") return { template, to, params: { reference, program, ...promisesOf(report) } };
    if (template === "report_news") return { template, to, params: { reference, program, what } };
    return { template, to, params: { reference, program, what } };
  });
  await queueMails(tx, mails);
}

/** The policy's promises as the receipt says them. */
function promisesOf({ runs, pinned }: Told): { zone: string; promises: string[] } {
  const promised = runs.filter(({ clock }) => isCommitmentClock(clock));
  return { zone: pinned.calendar.zone, promises: promiseSentences(promised, pinned.calendar) };
}

/** The accounts that read a program's reports. */
async function readersOf(tx: Transaction, programId: string): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ accountId: memberships.accountId })
    .from(memberships)
    .where(
      and(
        eq(memberships.programId, programId),
        isNull(memberships.endedAt),
        inArray(memberships.role, ["triager", "coordinator"]),
      ),
    );
  return rows.map(({ accountId }) => accountId);
}

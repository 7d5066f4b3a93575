import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { memberships, programs, reportWatchers } from "@/db/schema";
import { accountOf, readsBy } from "@/lib/auth/policy";
import { hearingNow } from "@/lib/notifications/chosen/mutations";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import { type Occasion, reachesReaders, recipientsOf } from "@/lib/notifications/recipients";
import { openOnCall } from "@/lib/programs/on-call/queries";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import type { Transaction } from "@/lib/request/transaction";
import { isCommitmentClock } from "@/lib/sla/vocabulary";
import { promiseSentences } from "@/lib/sla/wording";
import type { LoadedReport } from "./loaded";
import { sideOf } from "./speak";

type Told = Pick<LoadedReport, "pinned" | "runs"> & {
  row: Pick<
    LoadedReport["row"],
    | "id"
    | "reference"
    | "reporterId"
    | "guestCodeHash"
    | "programId"
    | "urgentAt"
    | "releasedAt"
    | "readers"
    | "dataKey"
    | "answersSealed"
  >;
};

/** Stands for the guest where the others stand with their account's id. */
export const GUEST = "guest";

/** Promises the mails of an occasion: who hears of it is decided by lib/notifications/recipients.ts. */
export async function tell(
  tx: Transaction,
  report: Told,
  occasion: Occasion,
  {
    creditParty = null,
    reporterHears = true,
    anchor = null,
  }: {
    creditParty?: string | null;
    reporterHears?: boolean;
    /** Where on the report's page it stands, for inboxes. */
    anchor?: string | null;
  } = {},
): Promise<void> {
  const { reference, reporterId } = report.row;
  const actorSide = sideOf(tx, report);
  const address = reporterHears ? await guestAddress(tx, report) : null;
  const told = recipientsOf(occasion, {
    actor: accountOf(tx.actor) ?? (tx.actor.kind === "guest" ? GUEST : null),
    actorSide,
    reporter: reporterId ?? (address === null ? null : GUEST),
    readers: actorSide === "reporter" || reachesReaders(occasion) ? await readersOf(tx, report.row) : [],
    watchers: actorSide === "reporter" ? [] : await watchersOf(tx, report.row),
    creditParty,
  });
  const program = report.pinned.document.organisation.tradeName;
  const now = await hearingNow(tx, report.row.id, told, ({ accountId }) => accountId !== GUEST, anchor);
  const mails = now.flatMap(({ accountId, template, what }): PromisedMail[] => {
    const guest = accountId === GUEST;
    if (guest && address === null) return [];
    const to = guest && address !== null ? { address } : { accountId };
    if (template === "report_received") {
      return [{ template, to, params: { reference, program, guest, ...promisesOf(report) } }];
    }
    if (template === "report_news") return [{ template, to, params: { reference, program, guest, what } }];
    return [{ template, to, params: { reference, program, what } }];
  });
  const onCall = occasion === "urgent" ? await onCallAddress(tx, report.row.programId) : null;
  if (onCall !== null) {
    mails.push({ template: "staff_news", to: { address: onCall }, params: { reference, program, what: "urgent" } });
  }
  await queueMails(tx, mails);
}

/** The policy's promises as the receipt says them. */
function promisesOf({ runs, pinned }: Told): { zone: string; promises: string[] } {
  const promised = runs.filter(({ clock }) => isCommitmentClock(clock));
  return { zone: pinned.calendar.zone, promises: promiseSentences(promised, pinned.calendar) };
}

/** Where a guest who can still open the report wants to be written to; null without an address. */
async function guestAddress(tx: Transaction, { row }: Told): Promise<string | null> {
  if (row.reporterId !== null || row.guestCodeHash === null) return null;
  return (await contactOfReporter(tx, row)).email;
}

/** The accounts that read this report. */
async function readersOf(tx: Transaction, row: Told["row"]): Promise<string[]> {
  const rows = await tx.db
    .select({ accountId: memberships.accountId, role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.programId, row.programId), isNull(memberships.endedAt)));
  return [...new Set(rows.filter((member) => readsBy(member, row)).map(({ accountId }) => accountId))];
}

/** The accounts that follow this report and still read it. */
async function watchersOf(tx: Transaction, row: Told["row"]): Promise<string[]> {
  const rows = await tx.db
    .select({ accountId: memberships.accountId, role: memberships.role })
    .from(reportWatchers)
    .innerJoin(memberships, eq(memberships.accountId, reportWatchers.accountId))
    .where(
      and(eq(reportWatchers.reportId, row.id), eq(memberships.programId, row.programId), isNull(memberships.endedAt)),
    );
  return rows.filter((member) => readsBy(member, row)).map(({ accountId }) => accountId);
}

/** Whom a program wants woken for an urgent notice; null when it named nobody. */
async function onCallAddress(tx: Transaction, programId: string): Promise<string | null> {
  const [row] = await tx.db.select().from(programs).where(eq(programs.id, programId));
  return row ? openOnCall(row) : null;
}

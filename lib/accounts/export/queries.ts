import "server-only";
import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { accounts, ownReferences, programs, reportDrafts, reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { ownChoices } from "@/lib/notifications/chosen/queries";
import { getDraft } from "@/lib/reports/drafts/queries";
import { exportWithSections } from "@/lib/reports/export/queries";
import { ownReferencePlace, titlePlace } from "@/lib/reports/places";
import { plainStatus } from "@/lib/reports/reporter-status";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openText, openWithRing, unwrapKey } from "@/lib/vault/seal";
import { accountKey } from "../key/queries";
import { openEmail, openProfile } from "../records";
import type { AccountData, OwnReport, ReportEntry } from "./types";

type Copied = {
  account: AccountData;
  drafts: { program: string; savedAt: string; answers: object }[];
  /** Its reports, the oldest first. */
  index: ReportEntry[];
  at: string;
};

/** The account, its drafts and an index of its reports; each report then comes by itself. NOT_FOUND without an account. */
export async function accountData(ctx: Context): Promise<Copied> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  const { choices } = await ownChoices(ctx);
  const read = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(accounts).where(eq(accounts.id, accountId));
    if (!row) throw notFound();
    const place = { table: "accounts", column: "credit_sealed", rowId: accountId };
    const drafts = await tx.db
      .select({ publicId: reportDrafts.publicId })
      .from(reportDrafts)
      .where(and(eq(reportDrafts.accountId, accountId), isNull(reportDrafts.submittedAt)))
      .orderBy(asc(reportDrafts.id));
    const own = await tx.db
      .select({ report: reports, program: programs.slug })
      .from(reports)
      .innerJoin(programs, eq(programs.id, reports.programId))
      .where(eq(reports.reporterId, accountId))
      .orderBy(asc(reports.id));
    const index = own.map(({ report, program }) => ({
      reference: report.reference,
      program,
      title: openText(unwrapKey(ring(), report.dataKey, report.id), titlePlace(report.id), report.titleSealed),
      status: plainStatus(report.state, report.resolution),
      receivedAt: report.receivedAt.toISOString(),
    }));
    return {
      index,
      account: {
        email: openEmail(ring(), accountId, row.emailSealed),
        profile: openProfile(ring(), accountId, row.profileSealed),
        credit: row.creditSealed === null ? null : JSON.parse(openWithRing(ring(), place, row.creditSealed)),
        pgpKey: await accountKey(tx, accountId),
        notifications: choices,
        createdAt: row.createdAt.toISOString(),
      },
      drafts,
      at: tx.now.toISOString(),
    };
  });
  const drafts = [];
  for (const { publicId } of read.drafts) {
    const { programSlug, answers, savedAt } = await getDraft(ctx, publicId);
    drafts.push({ program: programSlug, savedAt, answers });
  }
  return { ...read, drafts };
}

/** Reports whose keys are read at a time. */
const AT_A_TIME = 50;

/** Everything of the actor's own reports, one after the other, the oldest first. NOT_FOUND without an account. */
export async function* ownReports(ctx: Context): AsyncGenerator<OwnReport> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await inTransaction(ctx, (tx) =>
      tx.db
        .select({
          id: reports.id,
          reference: reports.reference,
          dataKey: reports.dataKey,
          own: ownReferences.bodySealed,
        })
        .from(reports)
        .leftJoin(ownReferences, eq(ownReferences.reportId, reports.id))
        .where(and(eq(reports.reporterId, accountId), gt(reports.id, after)))
        .orderBy(asc(reports.id))
        .limit(AT_A_TIME),
    );
    for (const { id, reference, dataKey, own } of rows) {
      const ownReference = own === null ? "" : openText(unwrapKey(ring(), dataKey, id), ownReferencePlace(id), own);
      yield { ...(await exportWithSections(ctx, reference)), ownReference };
    }
    const last = rows.at(-1);
    if (!last || rows.length < AT_A_TIME) return;
    after = last.id;
  }
}

import "server-only";
import { eq } from "drizzle-orm";
import { credits, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { CreditView } from "@/lib/reports/types";
import { type Context, inTransaction, pastRowSecurity, type Transaction, withProof } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { unwrapKey } from "@/lib/vault/seal";
import { creditLinkHash } from "../handle";
import { creditViews } from "../views";

/** What somebody who was named sees: their own line and the policy it is under, nothing of the report. */
export type NamedCredit = { credit: CreditView; document: PolicyDocument; zone: string };

/** The credit that a link leads to, and the transaction in which its holder sees it. NOT_FOUND says nothing about it. */
export async function creditByLink(before: Transaction, token: string) {
  const followed = creditLinkHash(token);
  const tx = await withProof(before, followed);
  const [credit] = await tx.db.select().from(credits).where(eq(credits.inviteHash, followed));
  if (!credit || !can(tx.actor, "credit.answer", { ...credit, guestCodeHash: null, followed })) throw notFound();
  const [report] = await pastRowSecurity(tx, () =>
    tx.db
      .select({ reference: reports.reference, dataKey: reports.dataKey, policyVersionId: reports.policyVersionId })
      .from(reports)
      .where(eq(reports.id, credit.reportId)),
  );
  if (!report) throw notFound();
  return { tx, credit, report, reference: report.reference };
}

export async function namedCredit(ctx: Context, token: string): Promise<NamedCredit> {
  return inTransaction(ctx, async (before) => {
    const { tx, credit, report } = await creditByLink(before, token);
    const pinned = await pinnedPolicy(tx, report.policyVersionId);
    const [view] = creditViews(
      [
        {
          ...credit,
          display: credit.displaySealed.toString("base64"),
          agreed: credit.agreedSealed?.toString("base64") ?? null,
          consentAt: credit.consentAt?.toISOString() ?? null,
        },
      ],
      credit.reportId,
      unwrapKey(ring(), report.dataKey, credit.reportId),
      () => true,
    );
    if (!view) throw notFound();
    return { credit: view, document: pinned.document, zone: pinned.calendar.zone };
  });
}

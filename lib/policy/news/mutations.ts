import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { memberships, policyReminders, policyVersions, programs, reportDrafts } from "@/db/schema";
import { accountOf, type StaffRole } from "@/lib/auth/policy";
import { forbidden, notFound } from "@/lib/errors";
import { queueMails } from "@/lib/notifications/mutations";
import type { MailParams } from "@/lib/notifications/templates/catalogue";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { lastReviewedOn, remindersDue, reviewState } from "../review";

export type PolicyNews = MailParams["policy_news"]["what"];

/** Tells everybody in these roles of a program, each once, never whoever did it. Mails say what is to do and carry no text. */
export async function tellGovernors(
  tx: Transaction,
  about: { programId: string; publicId: string | null },
  what: PolicyNews,
  roles: readonly StaffRole[],
): Promise<void> {
  const rows = await tx.db
    .selectDistinct({ accountId: memberships.accountId, slug: programs.slug })
    .from(memberships)
    .innerJoin(programs, eq(programs.id, memberships.programId))
    .where(
      and(
        eq(memberships.programId, about.programId),
        inArray(memberships.role, [...roles]),
        isNull(memberships.endedAt),
      ),
    );
  const path = about.publicId === null ? "/staff/policies" : `/staff/policies/${about.publicId}`;
  await queueMails(
    tx,
    rows
      .filter(({ accountId }) => accountId !== accountOf(tx.actor))
      .map(({ accountId, slug }) => ({
        template: "policy_news" as const,
        to: { accountId },
        params: { programSlug: slug, path: about.publicId === null ? `${path}?program=${slug}` : path, what },
      })),
  );
}

/** After a publication: its staff, and everybody with an unsent report to the program, who will agree again. */
export async function tellPublished(ctx: Context, { policyVersionId }: { policyVersionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (tx.actor.kind !== "system") throw forbidden("The portal does this by itself.");
    const [version] = await tx.db
      .select({ programId: policyVersions.programId, document: policyVersions.document })
      .from(policyVersions)
      .where(eq(policyVersions.id, policyVersionId));
    if (!version) throw notFound();
    const { programId, document } = version;
    await tellGovernors(tx, { programId, publicId: null }, "published", ["coordinator", "policy_owner", "executive"]);
    const writers = await tx.db
      .selectDistinct({ accountId: reportDrafts.accountId })
      .from(reportDrafts)
      .where(and(eq(reportDrafts.programId, programId), isNull(reportDrafts.submittedAt)));
    const params = { program: document.organisation.tradeName };
    await queueMails(
      tx,
      writers.flatMap(({ accountId }) =>
        accountId === null ? [] : [{ template: "policy_changed" as const, to: { accountId }, params }],
      ),
    );
  });
}

/**
 * Reminds of each review that is due, once for each of the days before it. Where several days have passed at once,
 * because the portal stood still or a policy came late, one mail stands for them all.
 */
export async function remindOfReviews(ctx: Context): Promise<{ reminded: number }> {
  return inTransaction(ctx, async (tx) => {
    if (tx.actor.kind !== "system") throw forbidden("The portal does this by itself.");
    const versions = await tx.db.select().from(policyVersions).where(eq(policyVersions.status, "published"));
    let reminded = 0;
    for (const { id, programId, document, reviewedAt } of versions) {
      const review = reviewState(document, tx.now, lastReviewedOn(document, reviewedAt));
      if (review.state !== "current" && review.state !== "overdue") continue;
      const days = remindersDue(review, tx.now);
      if (days.length === 0) continue;
      const added = await tx.db
        .insert(policyReminders)
        .values(days.map((daysBefore) => ({ policyVersionId: id, dueOn: review.dueOn, daysBefore, sentAt: tx.now })))
        .onConflictDoNothing()
        .returning({ daysBefore: policyReminders.daysBefore });
      if (added.length === 0) continue;
      const what = added.some(({ daysBefore }) => daysBefore === 0) ? "review_overdue" : "review_due";
      await tellGovernors(tx, { programId, publicId: null }, what, ["policy_owner", "coordinator"]);
      reminded += 1;
    }
    return { reminded };
  });
}

import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { credits, type mails, memberships, programs, reports } from "@/db/schema";
import { readsBy } from "@/lib/auth/policy";
import type { MailParams, MailTemplate } from "@/lib/notifications/templates/catalogue";
import type { Transaction } from "@/lib/request/transaction";

type Mail = typeof mails.$inferSelect;

export async function reportByReference(tx: Transaction, reference: string) {
  const [report] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
  return report ?? null;
}

/** Of a mail about several reports, those that its reader may still read; null when none is left. */
export async function stillReadable<P extends MailParams[MailTemplate]>(
  tx: Transaction,
  mail: Mail,
  params: P,
): Promise<P | null> {
  if (mail.accountId === null || !("items" in params)) return params;
  const items = [];
  for (const item of params.items) {
    const as = "event" in item && item.event.startsWith("reporter.") ? "report_news" : "staff_news";
    if (await mayStillRead(tx, mail.accountId, as, item.reference)) items.push(item);
  }
  return items.length > 0 ? { ...params, items } : null;
}

/** Whether a mail's reader may still read the report that it tells of, when it leaves. */
export async function mayStillRead(
  tx: Transaction,
  accountId: string,
  template: string,
  reference: string,
): Promise<boolean> {
  const report = await reportByReference(tx, reference);
  if (!report) return false;
  if (template === "staff_news") {
    const roles = await tx.db
      .select({ role: memberships.role })
      .from(memberships)
      .where(
        and(
          eq(memberships.accountId, accountId),
          eq(memberships.programId, report.programId),
          isNull(memberships.endedAt),
        ),
      );
    return roles.some(({ role }) => readsBy({ accountId, role }, report));
  }
  if (report.reporterId === accountId) return true;
  const [credit] = await tx.db
    .select({ id: credits.id })
    .from(credits)
    .where(and(eq(credits.reportId, report.id), eq(credits.accountId, accountId)))
    .limit(1);
  return credit !== undefined;
}

export async function hasRoleIn(tx: Transaction, accountId: string, programSlug: string): Promise<boolean> {
  const [role] = await tx.db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(programs, eq(programs.id, memberships.programId))
    .where(and(eq(memberships.accountId, accountId), eq(programs.slug, programSlug), isNull(memberships.endedAt)))
    .limit(1);
  return role !== undefined;
}

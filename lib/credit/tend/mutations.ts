import "server-only";
import { and, asc, eq, isNotNull, lte, sql } from "drizzle-orm";
import { credits, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { GUEST, tell } from "@/lib/reports/mutations/tell";
import { creditPlace } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { sealJson } from "@/lib/vault/seal";
import { askToAgree } from "../asking/mutations";
import { creditTextHash } from "../consent";
import { nextStep, REMIND_AFTER_DAYS } from "../waiting";
import { openWished } from "../wished";

/** One report at a time: a round that is cut short goes on tomorrow, and none is done twice. */
export async function tendCredits(ctx: Context): Promise<{ reminded: number; defaulted: number }> {
  if (!can(ctx.actor, "credits.tend", null)) throw notFound();
  const done = { reminded: 0, defaulted: 0 };
  const waiting = await inTransaction(ctx, (tx) =>
    tx.db
      .select({ id: credits.id, reference: reports.reference })
      .from(credits)
      .innerJoin(reports, eq(reports.id, credits.reportId))
      .where(
        and(
          eq(credits.consent, "pending"),
          isNotNull(credits.askedAt),
          lte(credits.askedAt, sql`${tx.now.toISOString()}::timestamptz - make_interval(days => ${REMIND_AFTER_DAYS})`),
        ),
      )
      .orderBy(asc(credits.askedAt)),
  );
  for (const { id, reference } of waiting) {
    const step = await inTransaction(ctx, (tx) => tend(tx, reference, id));
    if (step === "remind") done.reminded += 1;
    if (step === "default") done.defaulted += 1;
  }
  return done;
}

async function tend(tx: Transaction, reference: string, creditId: string): Promise<"remind" | "default" | null> {
  const report = await loadReport(tx, reference);
  const [credit] = await tx.db.select().from(credits).where(eq(credits.id, creditId)).for("update");
  if (!credit?.askedAt || credit.consent !== "pending") return null;
  const { askedAt, remindedAt, wishedSealed } = credit;
  const step = nextStep({ askedAt, remindedAt, hasWish: wishedSealed !== null }, tx.now);
  const party = credit.accountId ?? (credit.ofGuest ? GUEST : null);
  if (step === "remind") {
    await tx.db.update(credits).set({ remindedAt: tx.now }).where(eq(credits.id, creditId));
    if (credit.inviteHash !== null) await askToAgree(tx, report, credit, true);
    else await tell(tx, report, "credit_settled", { creditParty: party });
  }
  if (step === "default" && wishedSealed !== null) {
    const { roles, ...display } = openWished(report.dataKey, report.row.id, creditId, wishedSealed);
    const textHash = creditTextHash({ ...display, roles });
    await tx.db
      .update(credits)
      .set({
        consent: "defaulted",
        consentAt: tx.now,
        roles,
        displaySealed: sealJson(report.dataKey, creditPlace(report.row.id, creditId, "display_sealed"), display),
        updatedAt: tx.now,
        version: credit.version + 1,
      })
      .where(eq(credits.id, creditId));
    await recordReportEvents(tx, report.row.id, [{ type: "credit.defaulted", creditId, textHash }]);
    await tell(tx, report, "credit_settled", { creditParty: party });
  }
  return step;
}

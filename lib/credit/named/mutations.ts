import "server-only";
import { and, count, eq, isNotNull } from "drizzle-orm";
import { v7 } from "uuid";
import { credits } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type LoadedReport, loadReport } from "@/lib/reports/mutations/loaded";
import { tell } from "@/lib/reports/mutations/tell";
import { creditPlace } from "@/lib/reports/places";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { sealJson, sealText } from "@/lib/vault/seal";
import { askToAgree } from "../asking/mutations";
import { creditTextHash } from "../consent";
import { creditHandle, creditLinkHash, creditLinkToken } from "../handle";
import { type CreditRow, refuseStale, refuseUnprintable, storeAnswer, storeWish, type WishInput } from "../mutations";
import type { NamedPerson } from "../schema";
import { creditByLink } from "./queries";

/** More people than have ever found one thing together; each of them gets a mail. */
const NAMED_MAX = 20;

/**
 * Names somebody beside the reporter and asks them by mail whether they want to be credited. Nothing of them is printed
 * before they agree. Errors: NOT_FOUND, FORBIDDEN, INVALID, CONFLICT (too many), RATE_LIMITED (of mails to one address).
 */
export async function namePerson(ctx: Context, reference: string, person: NamedPerson): Promise<void> {
  const { email, roles, ...display } = person;
  await takePoint(ctx.db, "account-mail:recipient", `credit:${email}`);
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    if (!can(tx.actor, "credit.name_another", report.row)) throw mayNotName();
    refuseUnprintable(display);
    const [{ named } = { named: 0 }] = await tx.db
      .select({ named: count() })
      .from(credits)
      .where(and(eq(credits.reportId, report.row.id), isNotNull(credits.inviteHash)));
    if (named >= NAMED_MAX) throw conflict(`At most ${NAMED_MAX} people can be named beside the reporter.`);
    const id = v7();
    const place = (column: "display_sealed" | "invite_sealed") => creditPlace(report.row.id, id, column);
    const [credit] = await tx.db
      .insert(credits)
      .values({
        id,
        reportId: report.row.id,
        programId: report.row.programId,
        wish: "name",
        roles,
        displaySealed: sealJson(report.dataKey, place("display_sealed"), display),
        consent: "pending",
        askedAt: tx.now,
        inviteHash: creditLinkHash(creditLinkToken(id)),
        inviteSealed: sealText(report.dataKey, place("invite_sealed"), email),
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .returning();
    if (!credit) throw new Error("a credit was not stored");
    const textHash = creditTextHash({ ...display, roles });
    await recordReportEvents(tx, report.row.id, [{ type: "credit.named", creditId: id, textHash }]);
    await askToAgree(tx, report, credit);
  });
}

/** Takes somebody who was named off the credits; their link is dead from then on. Errors: NOT_FOUND, FORBIDDEN, CONFLICT. */
export async function removePerson(
  ctx: Context,
  reference: string,
  input: { handle: string; version: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    if (!can(tx.actor, "credit.name_another", row)) throw mayNotName();
    const named = await tx.db
      .select()
      .from(credits)
      .where(and(eq(credits.reportId, row.id), isNotNull(credits.inviteHash)))
      .for("update");
    const credit = named.find(({ id }) => creditHandle(id) === input.handle);
    if (!credit) throw notFound();
    refuseStale(credit, input.version);
    await tx.db.delete(credits).where(eq(credits.id, credit.id));
    await recordReportEvents(tx, row.id, [{ type: "credit.removed", creditId: credit.id }]);
  });
}

/** Whoever followed the link agrees to, or declines, the line exactly as shown. Errors: NOT_FOUND, CONFLICT. */
export async function answerByLink(
  ctx: Context,
  token: string,
  input: { version: number; consent: "given" | "declined" },
): Promise<void> {
  await byLink(ctx, token, (tx, report, credit) => storeAnswer(tx, report, credit, input));
}

/** Whoever followed the link says how they want to be named, or that they do not. Errors: NOT_FOUND, INVALID, CONFLICT. */
export async function wishByLink(ctx: Context, token: string, input: WishInput): Promise<void> {
  await byLink(ctx, token, (tx, report, credit) => storeWish(tx, report, credit, input));
}

async function byLink(
  ctx: Context,
  token: string,
  act: (tx: Transaction, report: LoadedReport, credit: CreditRow) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async (before) => {
    const { tx, reference, credit: seen } = await creditByLink(before, token);
    // They answer for their line alone: its report stays closed to them, and is locked as for any other change.
    await pastRowSecurity(tx, async () => {
      const report = await loadReport({ ...tx, actor: { kind: "system", job: "credit-link" } }, reference);
      const [credit] = await tx.db.select().from(credits).where(eq(credits.id, seen.id)).for("update");
      if (!credit) throw notFound();
      await act(tx, report, credit);
      await tell(tx, report, "credit_answered");
    });
  });
}

const mayNotName = () => forbidden("Only the reporter or a coordinator of this program can do this.");

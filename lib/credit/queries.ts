import "server-only";
import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import { accounts, credits, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { rewardOf } from "@/lib/policy/document";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import type { Answers } from "@/lib/reports/form/answers";
import { titlePlace } from "@/lib/reports/places";
import type { CreditView } from "@/lib/reports/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { decodeCursor, encodeCursor } from "@/lib/triage/cursor";
import { ring } from "@/lib/vault/ring";
import { openText, openWithRing, unwrapKey } from "@/lib/vault/seal";
import { type DefaultCredit, defaultCreditSchema } from "./schema";
import { creditViews } from "./views";

const PAGE_SIZE = 50;

export type CreditRow = { reference: string; title: string; zone: string; credit: CreditView };
export type CreditPage = {
  programSlug: string;
  programName: string;
  notice: string | null;
  rows: CreditRow[];
  next: string | null;
  now: string;
};

/** Credits across a program's reports, last changed first. Errors: NOT_FOUND without a reading role. */
export async function listCredits(ctx: Context, input: { programSlug?: string; after?: string }): Promise<CreditPage> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const readable = ctx.actor.memberships.filter((membership) => can(ctx.actor, "queue.read", membership));
  const program = input.programSlug
    ? readable.find(({ programSlug }) => programSlug === input.programSlug)
    : readable[0];
  if (!program) throw notFound();
  const reader = ctx.actor.accountId;
  return inTransaction(ctx, async (tx) => {
    const cursor = decodeCursor(input.after);
    const rows = await tx.db
      .select({
        credit: {
          id: credits.id,
          accountId: credits.accountId,
          ofGuest: credits.ofGuest,
          wish: credits.wish,
          roles: credits.roles,
          display: sql<string>`encode(${credits.displaySealed}, 'base64')`,
          consent: credits.consent,
          consentAt: sql<string | null>`${credits.consentAt}`,
          agreed: sql<string | null>`encode(${credits.agreedSealed}, 'base64')`,
          version: credits.version,
          inviteHash: credits.inviteHash,
        },
        updatedAt: credits.updatedAt,
        reportId: reports.id,
        reference: reports.reference,
        policyVersionId: reports.policyVersionId,
        dataKey: reports.dataKey,
        titleSealed: reports.titleSealed,
      })
      .from(credits)
      .innerJoin(reports, eq(reports.id, credits.reportId))
      .where(
        and(
          eq(credits.programId, program.programId),
          cursor
            ? or(lt(credits.updatedAt, cursor.at), and(eq(credits.updatedAt, cursor.at), lt(credits.id, cursor.id)))
            : undefined,
        ),
      )
      .orderBy(desc(credits.updatedAt), desc(credits.id))
      .limit(PAGE_SIZE + 1);
    const page = rows.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    const shown: CreditRow[] = [];
    let programName = program.programSlug;
    let notice: string | null = null;
    for (const row of page) {
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      programName = pinned.document.organisation.tradeName;
      notice = rewardOf(pinned.document)?.summary ?? null;
      const key = unwrapKey(ring(), row.dataKey, row.reportId);
      for (const credit of creditViews([row.credit], row.reportId, key, ({ accountId }) => accountId === reader)) {
        const title = openText(key, titlePlace(row.reportId), row.titleSealed);
        shown.push({ reference: row.reference, title, zone: pinned.calendar.zone, credit });
      }
    }
    return {
      programSlug: program.programSlug,
      programName,
      notice,
      rows: shown,
      next: last && rows.length > PAGE_SIZE ? encodeCursor({ at: last.updatedAt, id: last.credit.id }) : null,
      now: tx.now.toISOString(),
    };
  });
}

/** The actor's default credit wish; "decide later" until they set one. */
export async function defaultCredit(ctx: Context): Promise<DefaultCredit> {
  const account = accountOf(ctx.actor);
  if (account === null) throw notFound();
  const [row] = await ctx.db.select({ sealed: accounts.creditSealed }).from(accounts).where(eq(accounts.id, account));
  if (!row?.sealed) return { wish: "later", display: { text: "", organisation: "", url: "" } };
  const place = { table: "accounts", column: "credit_sealed", rowId: account };
  return defaultCreditSchema.parse(JSON.parse(openWithRing(ring(), place, row.sealed)));
}

/** The answers that a new report's page on credit starts with; none until the actor set a default. */
export async function creditPrefill(ctx: Context): Promise<Answers> {
  const { wish, display } = await defaultCredit(ctx);
  if (wish === "later") return {};
  if (wish === "no") return { creditWish: wish };
  return { creditWish: wish, creditText: display.text, creditOrg: display.organisation, creditUrl: display.url };
}

import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { calendarVersions, nonIssues } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import type { PinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { NON_ISSUES_MAX } from "./citation";
import type { NonIssue, NonIssueCatalogue } from "./types";

const inOrder = sql`substr(${nonIssues.key}, 2)::int`;

/** The entries that a decision can cite now. */
export async function citableEntries(tx: Transaction, programId: string): Promise<{ key: string; title: string }[]> {
  return tx.db
    .select({ key: nonIssues.key, title: nonIssues.title })
    .from(nonIssues)
    .where(and(eq(nonIssues.programId, programId), isNull(nonIssues.retiredAt)))
    .orderBy(asc(inOrder))
    .limit(NON_ISSUES_MAX);
}

/** What a decision about a report can cite: the clauses of its own policy, and the program's entries of today. */
export async function citable(
  tx: Transaction,
  { programId, document }: Pick<PinnedPolicy, "programId" | "document">,
): Promise<{ key: string; heading: string }[]> {
  const entries = await citableEntries(tx, programId);
  return [
    ...document.clauses.map(({ key, heading }) => ({ key, heading })),
    ...entries.map(({ key, title }) => ({ key, heading: title })),
  ];
}

/** The entry that a decision cited, retired or not: it reads as it did then. */
export async function citedEntry(
  tx: Transaction,
  programId: string,
  key: string,
): Promise<Pick<NonIssue, "key" | "title" | "body"> | null> {
  const [entry] = await tx.db
    .select({ key: nonIssues.key, title: nonIssues.title, body: nonIssues.body })
    .from(nonIssues)
    .where(and(eq(nonIssues.programId, programId), eq(nonIssues.key, key)));
  return entry ?? null;
}

/** A program's catalogue, for staff who decide on its reports or govern its policy. NOT_FOUND for everybody else. */
export async function nonIssueCatalogue(ctx: Context, input: { programSlug?: string }): Promise<NonIssueCatalogue> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const program = ctx.actor.memberships
    .filter((membership) => can(ctx.actor, "non_issues.read", membership))
    .find(({ programSlug }) => !input.programSlug || programSlug === input.programSlug);
  if (!program) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(nonIssues)
      .where(eq(nonIssues.programId, program.programId))
      .orderBy(asc(inOrder))
      .limit(NON_ISSUES_MAX);
    const [calendar] = await tx.db
      .select({ calendar: calendarVersions.calendar })
      .from(calendarVersions)
      .where(eq(calendarVersions.programId, program.programId))
      .limit(1);
    return {
      programSlug: program.programSlug,
      mayChange: can(tx.actor, "non_issues.change", program),
      zone: calendar?.calendar.zone ?? "UTC",
      entries: rows.map(({ key, title, body, addedAt, retiredAt }) => ({
        key,
        title,
        body,
        addedAt: addedAt.toISOString(),
        retiredAt: retiredAt?.toISOString() ?? null,
      })),
    };
  });
}

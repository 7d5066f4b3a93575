import "server-only";
import { and, count, eq, isNull } from "drizzle-orm";
import { nonIssues, programs } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { entryKey, NON_ISSUES_MAX } from "./citation";
import { type NewEntry, newEntrySchema } from "./schema";

/**
 * Adds an entry under the next key. Errors: NOT_FOUND (no part in the program), FORBIDDEN (the missing role in words),
 * CONFLICT (an entry with the same title is in use, or the catalogue is full).
 */
export async function addNonIssue(ctx: Context, programSlug: string, input: NewEntry): Promise<{ key: string }> {
  const { title, body } = newEntrySchema.parse(input);
  return inTransaction(ctx, async (tx) => {
    const programId = await changeable(tx, programSlug);
    const [same] = await tx.db
      .select({ key: nonIssues.key })
      .from(nonIssues)
      .where(and(eq(nonIssues.programId, programId), eq(nonIssues.title, title), isNull(nonIssues.retiredAt)));
    if (same) throw conflict(`Entry ${same.key} has this title already.`);
    const [held] = await tx.db.select({ many: count() }).from(nonIssues).where(eq(nonIssues.programId, programId));
    const number = (held?.many ?? 0) + 1;
    if (number > NON_ISSUES_MAX) throw conflict(`The catalogue holds its ${NON_ISSUES_MAX} entries.`);
    const key = entryKey(number);
    await tx.db
      .insert(nonIssues)
      .values({ programId, key, title, body, addedBy: accountOf(tx.actor), addedAt: tx.now });
    await recordProgramEvent(tx, programId, { type: "non_issue.added", key });
    return { key };
  });
}

/** Takes an entry out of use; what cited it goes on citing it. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (retired already). */
export async function retireNonIssue(ctx: Context, programSlug: string, key: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const programId = await changeable(tx, programSlug);
    const entry = and(eq(nonIssues.programId, programId), eq(nonIssues.key, key));
    const [retired] = await tx.db
      .update(nonIssues)
      .set({ retiredAt: tx.now })
      .where(and(entry, isNull(nonIssues.retiredAt)))
      .returning({ key: nonIssues.key });
    if (!retired) {
      const [known] = await tx.db.select({ key: nonIssues.key }).from(nonIssues).where(entry);
      throw known ? conflict("This entry is out of use already.") : notFound();
    }
    await recordProgramEvent(tx, programId, { type: "non_issue.retired", key });
  });
}

/** The program, locked so that two entries never take one key. */
async function changeable(tx: Transaction, programSlug: string): Promise<string> {
  const [program] = await tx.db
    .select({ programId: programs.id })
    .from(programs)
    .where(eq(programs.slug, programSlug))
    .for("update");
  if (!program || !can(tx.actor, "non_issues.read", program)) throw notFound();
  if (!can(tx.actor, "non_issues.change", program)) {
    throw forbidden("Only a coordinator or the policy owner of this program can do this.");
  }
  return program.programId;
}

import "server-only";
import { and, eq, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import { memberships, programKeys, programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { queueMails } from "@/lib/notifications/mutations";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { daysLeft, WARN_DAYS, warningDue } from "../standing";

const HEARS = ["admin", "policy_owner", "coordinator"] as const;

/** Mails that a key in use comes to its end, once at 60, 30 and 7 days before it. FORBIDDEN for all but the portal. */
export async function warnOfKeyEnds(ctx: Context): Promise<{ warned: number }> {
  if (!can(ctx.actor, "keys.warn", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const horizon = new Date(tx.now.getTime() + Math.max(...WARN_DAYS) * 86_400_000);
    const ending = await tx.db
      .select({ key: programKeys, slug: programs.slug })
      .from(programKeys)
      .innerJoin(programs, eq(programs.id, programKeys.programId))
      .where(
        and(
          isNull(programKeys.retiredAt),
          isNull(programKeys.revokedAt),
          isNotNull(programKeys.expiresAt),
          lte(programKeys.expiresAt, horizon),
        ),
      )
      .for("update", { of: programKeys });
    let warned = 0;
    for (const { key, slug } of ending) {
      const due = key.expiresAt === null ? null : warningDue(key.expiresAt, key.warnedDays, tx.now);
      if (due === null) continue;
      await tx.db.update(programKeys).set({ warnedDays: due }).where(eq(programKeys.id, key.id));
      await recordProgramEvent(tx, key.programId, {
        type: "program_key.ending",
        fingerprint: key.fingerprint,
        warning: due,
      });
      const people = await tx.db
        .selectDistinct({ accountId: memberships.accountId })
        .from(memberships)
        .where(
          and(
            eq(memberships.programId, key.programId),
            inArray(memberships.role, [...HEARS]),
            isNull(memberships.endedAt),
          ),
        );
      const params = { programSlug: slug, daysLeft: Math.max(0, daysLeft(key.expiresAt, tx.now) ?? 0) };
      await queueMails(
        tx,
        people.map(({ accountId }) => ({ template: "program_key_ending" as const, to: { accountId }, params })),
      );
      warned += 1;
    }
    return { warned };
  });
}

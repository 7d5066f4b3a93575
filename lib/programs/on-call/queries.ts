import "server-only";
import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { memberships, programs } from "@/db/schema";
import { stepUpMeans } from "@/lib/accounts/queries";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { currentPolicy } from "@/lib/policy/queries";
import { onCallPlace } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import type { OnCallSettings } from "./types";

/** A name for the value that is set, which says nothing of it: sealed anew, it is another one. */
export const knownAs = (sealed: Buffer | null) =>
  sealed === null ? "" : createHash("sha256").update(sealed).digest("hex");

export function openOnCall(program: { id: string; onCallSealed: Buffer | null }): string | null {
  return program.onCallSealed ? openWithRing(ring(), onCallPlace(program.id), program.onCallSealed) : null;
}

/** Whom urgent notices of a program wake. NOT_FOUND for everybody but its privacy officers and admins. */
export async function onCallSettings(ctx: Context, programSlug: string): Promise<OnCallSettings> {
  const read = await inTransaction(ctx, async (tx) => {
    const [program] = await tx.db.select().from(programs).where(eq(programs.slug, programSlug));
    if (!program || !can(tx.actor, "on_call.change", { programId: program.id })) throw notFound();
    const officers = await tx.db
      .selectDistinct({ accountId: memberships.accountId })
      .from(memberships)
      .where(
        and(
          eq(memberships.programId, program.id),
          eq(memberships.role, "privacy_officer"),
          isNull(memberships.endedAt),
        ),
      );
    return {
      address: openOnCall(program),
      known: knownAs(program.onCallSealed),
      privacyOfficers: officers.length,
    };
  });
  const policy = await currentPolicy(ctx, programSlug);
  return {
    programSlug,
    programName: policy.document.organisation.tradeName,
    ...read,
    stepUp: await stepUpMeans(ctx),
  };
}

import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { policyVersions, programs } from "@/db/schema";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { Context } from "@/lib/request/transaction";

export type ProgramCard = {
  slug: string;
  /** The current policy; null before the first one is published. */
  policy: PolicyDocument | null;
};

/** The programs of this portal in their order, each with the policy in force. */
export async function listPrograms(ctx: Pick<Context, "db">): Promise<ProgramCard[]> {
  const rows = await ctx.db
    .select({ slug: programs.slug, document: policyVersions.document })
    .from(programs)
    .leftJoin(policyVersions, and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published")))
    .orderBy(asc(programs.position));
  return rows.map(({ slug, document }) => ({ slug, policy: publicOnly(document) }));
}

/** Anonymous readers get public documents only (requirement A-16). */
function publicOnly(document: PolicyDocument | null): PolicyDocument | null {
  return document?.classification === "public" ? document : null;
}

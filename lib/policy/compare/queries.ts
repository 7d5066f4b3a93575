import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { policyVersions, programs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { Context } from "@/lib/request/transaction";
import { policyHistory } from "../queries";
import { type PolicyRevision, revisionsOf } from "./revision";

/** Classifying reads whole documents; the newest of a long history are classified, and all are listed. */
const CLASSIFIED = 50;

/** Every version that was ever in force with its class against its predecessor, newest first. Errors: NOT_FOUND. */
export async function policyRevisions(ctx: Pick<Context, "db">, slug: string): Promise<PolicyRevision[]> {
  const entries = await policyHistory(ctx, slug);
  const rows = await ctx.db
    .select({ version: policyVersions.version, document: policyVersions.document })
    .from(policyVersions)
    .innerJoin(programs, eq(programs.id, policyVersions.programId))
    .where(
      and(
        eq(programs.slug, slug),
        inArray(policyVersions.status, ["published", "superseded"]),
        sql`${policyVersions.document} ->> 'classification' = 'public'`,
      ),
    )
    .orderBy(desc(policyVersions.publishedAt))
    .limit(CLASSIFIED + 1);
  const documents = new Map(rows.map(({ version, document }) => [version, document]));
  const known = entries.flatMap((entry) => {
    const document = documents.get(entry.version);
    return document ? [{ entry, document }] : [];
  });
  if (known.length === 0) throw notFound();
  const classified = new Map(revisionsOf(known).map((revision) => [revision.version, revision]));
  return entries.map((entry, index) => {
    const predecessor = entries[index + 1]?.version ?? null;
    return { ...entry, predecessor, classification: classified.get(entry.version)?.classification ?? null };
  });
}

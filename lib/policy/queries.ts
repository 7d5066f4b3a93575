import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { calendarVersions, policyVersions, programs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { Context } from "@/lib/request/transaction";
import type { PolicyHistoryEntry, PublishedPolicy } from "./types";

type Reader = Pick<Context, "db" | "clockOffsetMs">;

const READABLE = ["published", "superseded"] as const;
const isPublic = sql`${policyVersions.document} ->> 'classification' = 'public'`;

/** The policy in force, or NOT_FOUND: no such program, or nothing public in force. */
export function currentPolicy(ctx: Reader, slug: string): Promise<PublishedPolicy> {
  return onePolicy(ctx, and(eq(programs.slug, slug), eq(policyVersions.status, "published")));
}

/** One version by its number ("1.2"), current or superseded, or NOT_FOUND. */
export function policyByVersion(ctx: Reader, slug: string, version: string): Promise<PublishedPolicy> {
  return onePolicy(ctx, and(eq(programs.slug, slug), eq(policyVersions.version, version)));
}

async function onePolicy(ctx: Reader, which: ReturnType<typeof and>): Promise<PublishedPolicy> {
  const [row] = await ctx.db
    .select({
      slug: programs.slug,
      document: policyVersions.document,
      contentHash: policyVersions.contentHash,
      status: policyVersions.status,
      publishedAt: policyVersions.publishedAt,
      supersededAt: policyVersions.supersededAt,
      calendar: calendarVersions.calendar,
      ms: sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`,
    })
    .from(policyVersions)
    .innerJoin(programs, eq(programs.id, policyVersions.programId))
    .innerJoin(calendarVersions, eq(calendarVersions.id, policyVersions.calendarVersionId))
    .where(and(which, inArray(policyVersions.status, [...READABLE]), isPublic));
  if (!row?.publishedAt) throw notFound();
  return {
    slug: row.slug,
    document: row.document,
    contentHash: row.contentHash,
    status: row.status === "superseded" ? "superseded" : "published",
    publishedAt: row.publishedAt.toISOString(),
    supersededAt: row.supersededAt?.toISOString() ?? null,
    calendar: row.calendar,
    readAt: new Date(row.ms + ctx.clockOffsetMs),
  };
}

/** Every version that was ever in force, newest first; at most 200. NOT_FOUND where there is none. */
export async function policyHistory(ctx: Pick<Context, "db">, slug: string): Promise<PolicyHistoryEntry[]> {
  const rows = await ctx.db
    .select({
      version: policyVersions.version,
      title: sql<string>`${policyVersions.document} ->> 'title'`,
      revisedOn: policyVersions.revisedOn,
      reviewedOn: sql<string | null>`${policyVersions.document} ->> 'reviewedOn'`,
      status: policyVersions.status,
      publishedAt: policyVersions.publishedAt,
      supersededAt: policyVersions.supersededAt,
      contentHash: policyVersions.contentHash,
      zone: sql<string>`${policyVersions.document} #>> '{calendar,zone}'`,
    })
    .from(policyVersions)
    .innerJoin(programs, eq(programs.id, policyVersions.programId))
    .where(and(eq(programs.slug, slug), inArray(policyVersions.status, [...READABLE]), isPublic))
    .orderBy(desc(policyVersions.publishedAt))
    .limit(200);
  if (rows.length === 0) throw notFound();
  return rows.flatMap((row) =>
    row.publishedAt
      ? [
          {
            ...row,
            status: row.status === "superseded" ? ("superseded" as const) : ("published" as const),
            publishedAt: row.publishedAt.toISOString(),
            supersededAt: row.supersededAt?.toISOString() ?? null,
          },
        ]
      : [],
  );
}

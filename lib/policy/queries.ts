import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { calendarVersions, policyVersions, programs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { Context } from "@/lib/request/transaction";
import type { Calendar } from "@/lib/sla/types";
import { lastReviewedOn } from "./review";
import type { PolicyDocument } from "./schema";
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

/** A program and the policy in force in one statement, or NOT_FOUND where there is no such program. */
export async function programWithPolicy(
  ctx: Reader,
  slug: string,
): Promise<{ slug: string; current: PublishedPolicy | null }> {
  const [row] = await ctx.db
    .select({ program: { slug: programs.slug }, policy: POLICY })
    .from(programs)
    .leftJoin(
      policyVersions,
      and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published"), isPublic),
    )
    .leftJoin(calendarVersions, eq(calendarVersions.id, policyVersions.calendarVersionId))
    .where(eq(programs.slug, slug));
  if (!row) throw notFound();
  return { slug, current: toPublished(ctx, slug, row.policy) };
}

const POLICY = {
  document: policyVersions.document,
  contentHash: policyVersions.contentHash,
  status: policyVersions.status,
  publishedAt: policyVersions.publishedAt,
  supersededAt: policyVersions.supersededAt,
  reviewedAt: policyVersions.reviewedAt,
  calendar: sql<Calendar | null>`${calendarVersions.calendar}`,
  ms: sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`,
};

type PolicyRow = {
  document: PolicyDocument | null;
  contentHash: string | null;
  status: string | null;
  publishedAt: Date | null;
  supersededAt: Date | null;
  reviewedAt: Date | null;
  calendar: Calendar | null;
  ms: number;
};

async function onePolicy(ctx: Reader, which: ReturnType<typeof and>): Promise<PublishedPolicy> {
  const [row] = await ctx.db
    .select({ slug: programs.slug, policy: POLICY })
    .from(policyVersions)
    .innerJoin(programs, eq(programs.id, policyVersions.programId))
    .innerJoin(calendarVersions, eq(calendarVersions.id, policyVersions.calendarVersionId))
    .where(and(which, inArray(policyVersions.status, [...READABLE]), isPublic));
  const policy = row ? toPublished(ctx, row.slug, row.policy) : null;
  if (!policy) throw notFound();
  return policy;
}

function toPublished(ctx: Reader, slug: string, row: PolicyRow | null): PublishedPolicy | null {
  if (!row?.document || !row.contentHash || !row.publishedAt || !row.calendar) return null;
  return {
    slug,
    document: row.document,
    contentHash: row.contentHash,
    status: row.status === "superseded" ? "superseded" : "published",
    publishedAt: row.publishedAt.toISOString(),
    supersededAt: row.supersededAt?.toISOString() ?? null,
    reviewedOn: lastReviewedOn(row.document, row.reviewedAt),
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
      // The later of the document's own date and that of a signature since, as `lastReviewedOn` says it of a document.
      reviewedOn: sql<string | null>`greatest(${policyVersions.document} ->> 'reviewedOn',
        to_char(${policyVersions.reviewedAt} at time zone (${policyVersions.document} #>> '{calendar,zone}'), 'YYYY-MM-DD'))`,
      reviewedAt: policyVersions.reviewedAt,
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
  return rows.flatMap(({ reviewedAt, ...row }) =>
    row.publishedAt
      ? [
          {
            ...row,
            confirmedAt: reviewedAt && reviewedAt > row.publishedAt ? reviewedAt.toISOString() : null,
            status: row.status === "superseded" ? ("superseded" as const) : ("published" as const),
            publishedAt: row.publishedAt.toISOString(),
            supersededAt: row.supersededAt?.toISOString() ?? null,
          },
        ]
      : [],
  );
}

import "server-only";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import type { Context } from "@/lib/request/transaction";
import { recordSearch } from "@/lib/search/asked/mutations";
import { parseListQuery } from "../list-query";
import { listReports } from "../queries";
import type { FoundReport } from "../types";

const SHOWN = 8;

/**
 * The newest reports of every program that the actor reads whose text, notes or reference holds these words; none for
 * what holds no word. Errors: NOT_FOUND without a reading role.
 */
export async function findReports(ctx: Context, words: string): Promise<FoundReport[]> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const readable = ctx.actor.memberships.filter((membership) => can(ctx.actor, "queue.read", membership));
  if (readable.length === 0) throw notFound();
  const { query } = parseListQuery({ queue: "all", q: words });
  if (query.filters.q === undefined) return [];
  const found: FoundReport[] = [];
  for (const programSlug of new Set(readable.map((membership) => membership.programSlug))) {
    const { rows, total } = await listReports(ctx, { programSlug, query });
    await recordSearch(ctx, { programSlug, place: "palette", words, filters: [], found: total });
    found.push(...rows.map(({ reference, title, stateLabel }) => ({ reference, title, stateLabel })));
  }
  return found.slice(0, SHOWN);
}

import "server-only";
import { desc, eq } from "drizzle-orm";
import { events } from "@/db/schema";
import type { ReportEvent } from "@/lib/ledger/report-events";
import { type Audience, reportsNamedIn, sentenceOf } from "@/lib/ledger/sentence";
import type { Transaction } from "@/lib/request/transaction";
import type { TimelineEntry } from "../types";

/** Events of a report that its page shows at once: a long conversation costs what a short one does. */
export const SHOWN_AT_ONCE = 100;

/** What happened to a report as this audience may know it, oldest first; with `newest`, of so many events alone. */
export async function readTimeline(
  tx: Transaction,
  reportId: string,
  audience: Audience,
  nameOf: (accountId: string | null) => string,
  newest: number | null = null,
): Promise<{ entries: TimelineEntry[]; earlier: boolean }> {
  const found = tx.db
    .select({ at: events.at, actorKind: events.actorKind, actorId: events.actorId, payload: events.payload })
    .from(events)
    .where(eq(events.reportId, reportId))
    .orderBy(desc(events.seq));
  const rows = (await (newest === null ? found : found.limit(newest + 1))).reverse();
  const earlier = newest !== null && rows.length > newest;
  const reporterWord = audience === "reporter" ? "You" : "Reporter";
  const entries = (earlier ? rows.slice(1) : rows).flatMap(({ at, actorKind, actorId, payload }) => {
    const event = payload as ReportEvent;
    const sentence = sentenceOf(event, audience);
    if (sentence === null) return [];
    const ofReporter = actorKind === "researcher" || actorKind === "guest";
    const by = answersForNamed(event) ? "The person named" : ofReporter ? reporterWord : nameOf(actorId);
    const named = reportsNamedIn(event);
    return [{ at: at.toISOString(), sentence, by, ...(named.length > 0 ? { reports: named } : {}) }];
  });
  return { entries, earlier };
}

/** Whoever was named beside the reporter answers with or without an account, and is no side of the report. */
function answersForNamed(event: ReportEvent): boolean {
  return (event.type === "credit.answered" || event.type === "credit.wished") && event.party === "named";
}

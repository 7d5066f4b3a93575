import "server-only";
import { asc, eq } from "drizzle-orm";
import { events } from "@/db/schema";
import type { ReportEvent } from "@/lib/ledger/catalogue";
import { type Audience, reportsNamedIn, sentenceOf } from "@/lib/ledger/sentence";
import type { Transaction } from "@/lib/request/transaction";
import type { TimelineEntry } from "../types";

/** What happened to a report as this audience may know it, oldest first. */
export async function readTimeline(
  tx: Transaction,
  reportId: string,
  audience: Audience,
  nameOf: (accountId: string | null) => string,
): Promise<TimelineEntry[]> {
  const rows = await tx.db
    .select({ at: events.at, actorKind: events.actorKind, actorId: events.actorId, payload: events.payload })
    .from(events)
    .where(eq(events.reportId, reportId))
    .orderBy(asc(events.seq));
  const reporterWord = audience === "reporter" ? "You" : "Reporter";
  return rows.flatMap(({ at, actorKind, actorId, payload }) => {
    const event = payload as ReportEvent;
    const sentence = sentenceOf(event, audience);
    if (sentence === null) return [];
    const ofReporter = actorKind === "researcher" || actorKind === "guest";
    const by = answersForNamed(event) ? "The person named" : ofReporter ? reporterWord : nameOf(actorId);
    const named = reportsNamedIn(event);
    return [{ at: at.toISOString(), sentence, by, ...(named.length > 0 ? { reports: named } : {}) }];
  });
}

/** Whoever was named beside the reporter answers with or without an account, and is no side of the report. */
function answersForNamed(event: ReportEvent): boolean {
  return (event.type === "credit.answered" || event.type === "credit.wished") && event.party === "named";
}

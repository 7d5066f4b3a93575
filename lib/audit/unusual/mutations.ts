import "server-only";
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { events, memberships, programs, reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { recordProgramEvent } from "@/lib/ledger/record";
import { queueMails } from "@/lib/notifications/mutations";
import { pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { UNUSUAL, type Unusual } from "./rules";

const TYPES = { opened: ["report.seen", "report.opened"], exported: ["report.exported"] } as const;

/**
 * To be called in the transaction that recorded a look at a report, or that one was taken out: when its reader has come
 * to as many of the program's reports as `UNUSUAL` says, its coordinators and auditors hear of it, themselves excepted,
 * and the ledger keeps that they did. Once in the span for each person.
 */
export async function watchReading(tx: Transaction, programId: string, kind: Unusual): Promise<void> {
  const account = accountOf(tx.actor);
  if (tx.actor.kind !== "staff" || account === null) return;
  const { reports: most, minutes } = UNUSUAL[kind];
  const since = sql`${new Date(tx.now.getTime() - minutes * 60_000).toISOString()}::timestamptz`;
  // Whoever reads a lot may have lost the right to some of it since: it counts all the same.
  const [read] = await pastRowSecurity(tx, () =>
    tx.db
      .select({ count: sql<number>`count(distinct ${events.reportId})::int` })
      .from(events)
      .innerJoin(reports, eq(reports.id, events.reportId))
      .where(
        and(
          eq(events.actorId, account),
          inArray(events.type, [...TYPES[kind]]),
          sql`${events.at} > ${since}`,
          eq(reports.programId, programId),
        ),
      ),
  );
  if ((read?.count ?? 0) < most) return;
  const [told] = await pastRowSecurity(tx, () =>
    tx.db
      .select({ seq: events.seq })
      .from(events)
      .where(
        and(
          eq(events.stream, `program:${programId}`),
          eq(events.type, "reading.unusual"),
          eq(events.actorId, account),
          sql`${events.at} > ${since}`,
          sql`${events.payload} ->> 'kind' = ${kind}`,
        ),
      )
      .limit(1),
  );
  if (told) return;
  await recordProgramEvent(tx, programId, { type: "reading.unusual", kind });
  const others = await tx.db
    .selectDistinct({ accountId: memberships.accountId, slug: programs.slug })
    .from(memberships)
    .innerJoin(programs, eq(programs.id, memberships.programId))
    .where(
      and(
        eq(memberships.programId, programId),
        isNull(memberships.endedAt),
        inArray(memberships.role, ["coordinator", "auditor"]),
        ne(memberships.accountId, account),
      ),
    );
  await queueMails(
    tx,
    others.map(({ accountId, slug }) => ({
      template: "reading_unusual" as const,
      to: { accountId },
      params: { programSlug: slug, kind },
    })),
  );
}

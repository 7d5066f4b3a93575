import "server-only";
import { and, eq } from "drizzle-orm";
import { calendarVersions } from "@/db/schema";
import type { Transaction } from "@/lib/request/transaction";
import type { LintContext, LintSubject } from "./types";

/** What the linter needs to know beside a program's document: the instant, and the calendar that it names. */
export async function lintContext(
  tx: Transaction,
  programId: string,
  document: Pick<LintSubject, "calendar">,
): Promise<LintContext> {
  const version = document.calendar?.version;
  if (typeof version !== "number" || !Number.isInteger(version)) return { now: tx.now };
  const [row] = await tx.db
    .select({ calendar: calendarVersions.calendar })
    .from(calendarVersions)
    .where(and(eq(calendarVersions.programId, programId), eq(calendarVersions.version, version)));
  return row ? { now: tx.now, calendar: row.calendar } : { now: tx.now };
}

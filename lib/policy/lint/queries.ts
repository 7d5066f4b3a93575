import "server-only";
import { and, eq } from "drizzle-orm";
import { calendarVersions } from "@/db/schema";
import { keyForLint } from "@/lib/program-keys/queries";
import type { Transaction } from "@/lib/request/transaction";
import type { LintContext, LintSubject } from "./types";

/** What the linter needs to know beside a program's document: the instant, the program's key, and the calendar that it names. */
export async function lintContext(
  tx: Transaction,
  programId: string,
  document: Pick<LintSubject, "calendar">,
): Promise<LintContext> {
  const known = { now: tx.now, key: await keyForLint(tx, programId) };
  const version = document.calendar?.version;
  if (typeof version !== "number" || !Number.isInteger(version)) return known;
  const [row] = await tx.db
    .select({ calendar: calendarVersions.calendar })
    .from(calendarVersions)
    .where(and(eq(calendarVersions.programId, programId), eq(calendarVersions.version, version)));
  return row ? { ...known, calendar: row.calendar } : known;
}

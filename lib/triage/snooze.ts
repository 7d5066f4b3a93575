/** Instants of a report that is put aside; all null when it never was. */
export type Snoozed = { snoozedUntil: Date | null; snoozedAt: Date | null; reporterAt: Date };

/** Put aside and not yet back: its time has not come, and its reporter has not written since. */
export function isAsleep({ snoozedUntil, snoozedAt, reporterAt }: Snoozed, now: Date): boolean {
  if (snoozedUntil === null || snoozedAt === null) return false;
  return snoozedUntil.getTime() > now.getTime() && reporterAt.getTime() <= snoozedAt.getTime();
}

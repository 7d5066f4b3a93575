/** Days, in the program's zone, on which somebody of a team is away, both counted; `coverId` answers for them meanwhile. */
export type Absence = { accountId: string; from: string; until: string; coverId: string | null };

/** Whether somebody is away on a day (ISO date in the program's zone). */
export function isAway(accountId: string, absences: readonly Absence[], day: string): boolean {
  return absenceOn(accountId, absences, day) !== null;
}

function absenceOn(accountId: string, absences: readonly Absence[], day: string): Absence | null {
  return absences.find((one) => one.accountId === accountId && one.from <= day && day <= one.until) ?? null;
}

/**
 * Who answers for somebody on a day: they themselves when they are in, else whoever covers for them, and for that one in
 * turn. Null when nobody of `able` is left: then it is the team's.
 */
export function answersFor(
  accountId: string,
  { absences, day, able }: { absences: readonly Absence[]; day: string; able: readonly string[] },
): string | null {
  const asked = new Set<string>();
  let who: string | null = accountId;
  while (who !== null && !asked.has(who)) {
    asked.add(who);
    const absence = absenceOn(who, absences, day);
    if (absence === null) return able.includes(who) ? who : null;
    who = absence.coverId;
  }
  return null;
}

/**
 * Of groups that are asked in turn, those of the first who are in. When nobody of any is, everybody of the first that has
 * somebody: a warning always reaches a person.
 */
export function thoseIn(groups: readonly (readonly string[])[], absences: readonly Absence[], day: string): string[] {
  const here = groups.map((group) => group.filter((one) => !isAway(one, absences, day)));
  return [...(here.find((group) => group.length > 0) ?? groups.find((group) => group.length > 0) ?? [])];
}

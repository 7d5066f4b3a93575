/** How far a clock has run when somebody is told of it (desk.md §1): half of its time, four fifths, all. */
export const THRESHOLDS = ["half", "most", "over"] as const;
export type Threshold = (typeof THRESHOLDS)[number];

const SHARES: Record<Threshold, number> = { half: 0.5, most: 0.8, over: 1 };

/** The thresholds that a clock has passed, from the share of its time that it has used. */
export function thresholdsPassed(share: number): Threshold[] {
  return THRESHOLDS.filter((threshold) => share >= SHARES[threshold]);
}

/** Who is told of a threshold: the one who carries the report, then the team, then those who lead it. */
export function toldOf(
  threshold: Threshold,
  people: { assignee: string | null; team: readonly string[]; leads: readonly string[] },
): string[] {
  const carriers = people.assignee === null ? people.team : [people.assignee];
  switch (threshold) {
    case "half":
      return [...new Set(carriers)];
    case "most":
      return [...new Set([...carriers, ...people.team])];
    case "over":
      return [...new Set([...carriers, ...people.team, ...people.leads])];
  }
}

import { type Absence, answersFor, isAway } from "../absences/standing";
import type { Rating, Rule, RuleSet, Situation } from "./schema";

/** What the rules look at: only what its reporter said when the report was received. */
export type ReportFacts = { product: string | null; situations: readonly Situation[]; rated: Rating | null };

/** Somebody who may carry the report, as the database says when it is decided. */
export type Carrier = {
  accountId: string;
  /** Checks reports day by day; those who lead are asked only where nobody else is in. */
  triages: boolean;
  /** Open reports that they carry. */
  open: number;
  /** When they were given one last (ISO instant); null: never. */
  last: string | null;
};

/** `rule` counts from 1; 0 is what holds where no rule does. `insteadOf`: who was meant and is away. */
export type Decision = { to: string | null; rule: number; insteadOf: string | null };

const ORDER: readonly Rating[] = ["none", "low", "medium", "high", "critical"];

/** Whether a report is one that a rule is for: every condition that is set holds. */
export function matches(rule: Pick<Rule, "product" | "situation" | "rated">, facts: ReportFacts): boolean {
  if (rule.product !== null && rule.product !== facts.product) return false;
  if (rule.situation !== null && !facts.situations.includes(rule.situation)) return false;
  if (rule.rated === null) return true;
  return facts.rated !== null && ORDER.indexOf(facts.rated) >= ORDER.indexOf(rule.rated);
}

/**
 * Who gets a report that was just received: the first rule that is for it and leads to somebody who is in and may carry
 * it, else what the set says besides. `carriers` are those who may, and nobody else is ever named. `to` is null where it
 * stays the team's.
 */
export function decide(
  set: RuleSet,
  facts: ReportFacts,
  { carriers, absences, day }: { carriers: readonly Carrier[]; absences: readonly Absence[]; day: string },
): Decision {
  const able = carriers.map(({ accountId }) => accountId);
  for (const [at, rule] of set.rules.entries()) {
    if (!matches(rule, facts)) continue;
    const place = { rule: at + 1, insteadOf: null };
    if (rule.to.kind === "nobody") return { ...place, to: null };
    if (rule.to.kind === "person") {
      const to = answersFor(rule.to.accountId, { absences, day, able });
      if (to !== null) return { ...place, to, insteadOf: to === rule.to.accountId ? null : rule.to.accountId };
      continue;
    }
    const to = leastLoaded(carriers, absences, day);
    if (to !== null) return { ...place, to };
  }
  return { to: set.otherwise === "fewest" ? leastLoaded(carriers, absences, day) : null, rule: 0, insteadOf: null };
}

/** Of those who are in: who carries the fewest open reports, and of equals whoever has waited longest for one. */
export function leastLoaded(carriers: readonly Carrier[], absences: readonly Absence[], day: string): string | null {
  const here = carriers.filter(({ accountId }) => !isAway(accountId, absences, day));
  const triagers = here.filter(({ triages }) => triages);
  const [first] = [...(triagers.length > 0 ? triagers : here)].sort(
    (a, b) => a.open - b.open || (a.last ?? "").localeCompare(b.last ?? "") || a.accountId.localeCompare(b.accountId),
  );
  return first?.accountId ?? null;
}

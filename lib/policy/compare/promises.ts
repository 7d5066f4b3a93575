import { CLOCK_LABELS, NO_TARGET, RIGIDITY_WORDS } from "../../sla/wording";
import { amountWords } from "../../sla/words-of-time";
import { commitmentsOf, type WithClause } from "../document";
import type { Commitment, PolicyDocument } from "../schema";
import { grows, neutral, type Pair, paired, shrinks, type TypedChange } from "./change";
import { sameWords } from "./words";

/** From the firmest to the loosest (lib/sla/vocabulary). */
const FIRMNESS: Record<Commitment["rigidity"], number> = { MUST: 0, SHOULD: 1, BEST_EFFORT: 2, TYPICAL: 3 };

type Promised = WithClause<Commitment> & { id: string };

/** What became of each promise: its time, its firmness, its words. */
export function promiseChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return paired(numbered(before), numbered(after), ({ id }) => id).flatMap(changesOf);
}

/** A second promise for one clock is compared with the second one, not with the first. */
function numbered(document: PolicyDocument): Promised[] {
  const seen = new Map<string, number>();
  return commitmentsOf(document).map((promise) => {
    const name = `${promise.clock} ${promise.severity ?? ""}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { ...promise, id: `${name} ${count}` };
  });
}

function changesOf({ before, after }: Pair<Promised>): TypedChange[] {
  if (after === null) {
    return [shrinks("promise_removed", before.clause, `${labelOf(before)}: ${amountWords(before)} → ${NO_TARGET}`)];
  }
  const label = labelOf(after);
  if (before === null) {
    return [grows(after.clause, `${label}: ${NO_TARGET} → ${amountWords(after)} (${RIGIDITY_WORDS[after.rigidity]})`)];
  }
  const changes: TypedChange[] = [];
  if (before.amount !== after.amount || before.unit !== after.unit) {
    const sentence = `${label}: ${amountWords(before)} → ${amountWords(after)}`;
    if (mayTakeLonger(before, after)) changes.push(shrinks("clock_lengthened", after.clause, sentence));
    else changes.push(grows(after.clause, sentence));
  }
  if (before.rigidity !== after.rigidity) {
    const sentence = `${label}: “${RIGIDITY_WORDS[before.rigidity]}” → “${RIGIDITY_WORDS[after.rigidity]}”`;
    const weaker = FIRMNESS[after.rigidity] > FIRMNESS[before.rigidity];
    changes.push(weaker ? shrinks("promise_weakened", after.clause, sentence) : grows(after.clause, sentence));
  }
  if (!sameWords(before.wording, after.wording)) {
    changes.push(shrinks("promise_weakened", after.clause, `${label}: the words of the promise changed`));
  }
  if (changes.length === 0 && before.clause !== after.clause) {
    changes.push(neutral(after.clause, `${label}: moved from clause ${before.clause} to clause ${after.clause}`));
  }
  return changes;
}

function labelOf({ clock, severity }: Promised): string {
  return severity ? `${CLOCK_LABELS[clock]} (${severity})` : CLOCK_LABELS[clock];
}

type Time = Pick<Commitment, "amount" | "unit">;

/** Whether the new time can end later than the old one for some receipt. Where nobody can tell, it may. */
export function mayTakeLonger(before: Time, after: Time): boolean {
  if (before.unit === after.unit) return after.amount > before.amount;
  const [old, now] = [wholeDays(before), wholeDays(after)];
  if (old !== null && now !== null) return now > old;
  return spanOf(after).longest > spanOf(before).shortest;
}

/** A week is seven days, counted alike. */
function wholeDays({ amount, unit }: Time): number | null {
  return unit === "day" ? amount : unit === "week" ? amount * 7 : null;
}

/**
 * Hours that a time takes at least and at most (product.md §4): the day of receipt is not counted and the last day
 * counts to its end, a change to or from summer time moves it by an hour, and no number of holidays bounds
 * business days.
 */
function spanOf({ amount, unit }: Time): { shortest: number; longest: number } {
  const days = (least: number, most: number) => ({ shortest: least * 24 - 1, longest: (most + 1) * 24 + 1 });
  switch (unit) {
    case "hour":
      return { shortest: amount, longest: amount };
    case "day":
      return days(amount, amount);
    case "week":
      return days(amount * 7, amount * 7);
    case "year":
      return days(amount * 365, amount * 366);
    case "business_day":
      return { shortest: amount * 24 - 1, longest: Number.POSITIVE_INFINITY };
  }
}

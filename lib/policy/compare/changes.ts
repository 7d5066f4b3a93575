import type { PolicyDocument } from "../schema";
import { grows, neutral, shrinks, type TypedChange } from "./change";
import { promiseChanges } from "./promises";
import { ruleChanges } from "./rules";
import { termChanges } from "./terms";
import { PARTS } from "./text";
import { undertakingChanges } from "./undertakings";
import { sameWords } from "./words";

/** Every change of a policy's data, over the whole document: what only moved to another clause is neither lost nor new. */
export function typedChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return [
    ...documentChanges(before, after),
    ...undertakingChanges(before, after),
    ...ruleChanges(before, after),
    ...promiseChanges(before, after),
    ...termChanges(before, after),
  ];
}

function documentChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  const changes: TypedChange[] = [];
  if (before.classification !== after.classification) {
    const sentence = `Classification: ${before.classification} → ${after.classification}`;
    changes.push(
      after.classification === "internal"
        ? shrinks("publicity_removed", PARTS.opening, sentence)
        : grows(PARTS.opening, sentence),
    );
  }
  if (!sameWords(before.businessDayRule, after.businessDayRule)) {
    // The rule decides how long every promise in business days takes; other words may count fewer days.
    changes.push(
      shrinks("clock_lengthened", PARTS.businessDays, "The rule by which business days are counted changed"),
    );
  }
  const facts = [
    ["Calendar version", String(before.calendar.version), String(after.calendar.version)],
    ["Time zone", before.calendar.zone, after.calendar.zone],
    ["Region", before.calendar.region, after.calendar.region],
  ] as const;
  for (const [label, was, is] of facts) {
    if (was !== is) changes.push(neutral(PARTS.businessDays, `${label}: ${was} → ${is}`));
  }
  return changes;
}

import type { Calendar } from "../../sla/types";
import type { PolicyDocument } from "../schema";
import { type ClassificationRule, shrinks, type TypedChange } from "./change";
import { typedChanges } from "./changes";
import { PARTS } from "./text";

export type RevisionReason = { clause: string; sentence: string; rule: ClassificationRule };
export type RevisionClass = { class: "major" | "minor"; reasons: RevisionReason[] };

/**
 * Major is what shrinks scope, safe harbour or a promise, lengthens a clock, adds or widens a rule for finders,
 * restricts disclosure or takes a contact, reward or credit away (product.md §5 item 5). All else is minor.
 * @param calendars the calendar versions that the two documents name; without them only the documents are compared
 */
export function classifyRevision(
  before: PolicyDocument,
  after: PolicyDocument,
  calendars?: { before: Calendar; after: Calendar },
): RevisionClass {
  const changes = typedChanges(before, after);
  if (calendars) changes.push(...calendarChanges(calendars.before, calendars.after));
  const reasons = changes.flatMap(({ at, sentence, effect, rule }) =>
    effect === "shrinks" ? [{ clause: at, sentence, rule }] : [],
  );
  return { class: reasons.length > 0 ? "major" : "minor", reasons };
}

/** A working day or a later cut-off that is gone makes promises longer; the holidays of a new year are upkeep. */
function calendarChanges(before: Calendar, after: Calendar): TypedChange[] {
  const changes: TypedChange[] = [];
  const lost = before.workingDays.filter((day) => !after.workingDays.includes(day));
  if (lost.length > 0) {
    changes.push(
      shrinks(
        "clock_lengthened",
        PARTS.businessDays,
        `Working days a week: ${before.workingDays.length} → ${after.workingDays.length}`,
      ),
    );
  }
  if (after.cutOff !== null && (before.cutOff === null || after.cutOff < before.cutOff)) {
    changes.push(
      shrinks("clock_lengthened", PARTS.businessDays, `Cut-off hour: ${before.cutOff ?? "none"} → ${after.cutOff}`),
    );
  }
  return changes;
}

const RULE_WORDS: Record<ClassificationRule, string> = {
  scope_shrinks: "shrinks scope",
  exclusion_added: "adds an exclusion",
  exclusion_widened: "widens an exclusion",
  conduct_added: "adds a conduct rule",
  conduct_changed: "changes a conduct rule",
  safe_harbour_shrinks: "shrinks safe harbour",
  promise_removed: "takes a promise back",
  promise_weakened: "weakens a promise",
  clock_lengthened: "lengthens a clock",
  disclosure_restricted: "restricts disclosure",
  reward_removed: "takes a reward away",
  contact_removed: "takes a contact away",
  credit_removed: "takes a credit away",
  review_lengthened: "makes reviews rarer",
  governance_weakened: "weakens the approval of revisions",
  publicity_removed: "makes the policy internal",
};

/** A rule as the predicate of a sentence: "lengthens a clock". */
export function classificationRuleWords(rule: ClassificationRule): string {
  return RULE_WORDS[rule];
}

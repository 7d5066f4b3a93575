import type { ReportState, Resolution } from "../reports/state";

/** What the checklist is read from; nothing of it is ticked by hand. Instants in milliseconds since the epoch. */
export type ClosingFacts = {
  state: ReportState;
  resolution: Resolution | null;
  /** When it came to its present state, and when the team last wrote to the reporter. */
  stateSince: number;
  staffWroteAt: number | null;
  /** Of each party to be credited: what they wished, and how far their consent came. */
  credits: readonly {
    wish: "name" | "alias" | "no" | "later";
    consent: "pending" | "given" | "declined" | "defaulted";
  }[];
  fixedVersions: number;
  /** The reporter's own date for speaking of it, as they gave it; null: no plans. */
  reporterSpeaksOn: string | null;
  lesson: boolean;
};

export type ClosingItem = {
  id: "outcome" | "versions" | "told" | "credit" | "disclosure" | "lesson";
  label: string;
  /** "optional": a look is worth it, and closing does not wait for it. */
  state: "done" | "open" | "not_needed" | "optional";
  because: string;
};

const FIXED: readonly Resolution[] = ["fixed", "mitigated_hosted"];

/** What a report still needs before it can rest, each with the fact that it was read from. */
export function closingChecklist(facts: ClosingFacts): ClosingItem[] {
  return [outcome(facts), versions(facts), told(facts), credit(facts), disclosure(facts), lesson(facts)];
}

const ended = ({ state }: ClosingFacts) => state === "resolved" || state === "not_valid" || state === "closed";
const isFixed = ({ state, resolution }: ClosingFacts) =>
  state === "resolved" || (resolution !== null && FIXED.includes(resolution));

function outcome(facts: ClosingFacts): ClosingItem {
  const label = "Fix released, or decided without one";
  if (!ended(facts)) return { id: "outcome", label, state: "open", because: "Neither is recorded yet" };
  return {
    id: "outcome",
    label,
    state: "done",
    because: isFixed(facts) ? "Marked as fixed" : "A decision without a fix is recorded",
  };
}

function versions(facts: ClosingFacts): ClosingItem {
  const label = "Fixed versions named";
  if (facts.fixedVersions > 0) {
    return { id: "versions", label, state: "done", because: `${facts.fixedVersions} named` };
  }
  if (ended(facts) && facts.resolution !== "fixed" && facts.state !== "resolved") {
    return { id: "versions", label, state: "not_needed", because: "It ended without a release" };
  }
  return { id: "versions", label, state: "open", because: "None is named" };
}

function told(facts: ClosingFacts): ClosingItem {
  const label = "Reporter told in words";
  if (!ended(facts)) return { id: "told", label, state: "open", because: "There is no outcome to tell yet" };
  const said = facts.staffWroteAt !== null && facts.staffWroteAt >= facts.stateSince;
  return {
    id: "told",
    label,
    state: said ? "done" : "open",
    because: said ? "The team wrote with the outcome or after it" : "Nobody has written since the outcome",
  };
}

function credit({ credits }: ClosingFacts): ClosingItem {
  const label = "Credit settled";
  const wanted = credits.filter(({ wish }) => wish !== "no");
  if (wanted.length === 0) return { id: "credit", label, state: "not_needed", because: "Nobody wants to be credited" };
  const waiting = wanted.filter(({ consent }) => consent === "pending").length;
  return waiting === 0
    ? { id: "credit", label, state: "done", because: "Everybody has answered" }
    : { id: "credit", label, state: "open", because: `${waiting} of ${wanted.length} still to answer` };
}

function disclosure({ reporterSpeaksOn }: ClosingFacts): ClosingItem {
  const label = "Disclosure date known";
  return reporterSpeaksOn === null
    ? { id: "disclosure", label, state: "not_needed", because: "The reporter has no plans to speak of it" }
    : { id: "disclosure", label, state: "done", because: `The reporter speaks of it: ${reporterSpeaksOn}` };
}

function lesson(facts: ClosingFacts): ClosingItem {
  const label = "Lesson for the policy";
  if (facts.lesson) return { id: "lesson", label, state: "done", because: "Kept for the next review" };
  return {
    id: "lesson",
    label,
    state: "optional",
    because: facts.state === "closed" ? "None is marked" : "Can be marked once it is closed",
  };
}

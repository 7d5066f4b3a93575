import { lastLocalDay } from "./local-day";
import { isOurs } from "./terms";
import type { Calendar, ClockRun, ClockStatus, PauseCause } from "./types";
import type { ClockId, ClockTerms, Rigidity } from "./vocabulary";
import {
  amountWords,
  durationWords,
  formatDayAndMonth,
  formatInstant,
  formatLocalDate,
  longDurationWords,
  zoneName,
} from "./words-of-time";

export const CLOCK_LABELS: Record<ClockId, string> = {
  acknowledge: "Acknowledge",
  first_response: "First response",
  verify: "Verify",
  next_update: "Next update",
  fix: "Fix",
  appeal: "Appeal",
  exposure_alert: "Sensitive-data alert",
  policy_review: "Policy review",
  key_expiry: "Key expiry",
};

export const RIGIDITY_WORDS: Record<Rigidity, string> = {
  MUST: "We will",
  SHOULD: "We aim to",
  BEST_EFFORT: "Best effort",
  TYPICAL: "Usually",
};

/** Said of a clock that never ran, where a policy makes no such promise (product.md §4). */
export const NO_TARGET = "no published target";

const WAITING_WORDS: Record<PauseCause, string> = {
  waiting_on_reporter: "waiting on researcher",
  waiting_on_third_party: "waiting on third party",
  waiting_on_us: "waiting on us",
  closed: "report closed",
};

/** "2 business days". */
export function promiseSentence(terms: Pick<ClockTerms, "amount" | "unit">): string {
  return amountWords(terms);
}

/** "by the end of Wed 2 Jul 2025, EDT"; "before Fri 27 Jun 2025, 20:00 EDT" for a clock that counts hours. */
export function dueWords(status: Pick<ClockStatus, "due" | "dueDate" | "zone" | "unit">): string {
  return status.unit === "hour"
    ? `before ${formatInstant(status.due, status.zone)}`
    : `by the end of ${formatLocalDate(status.dueDate, status.zone)}`;
}

/** A clock for staff: "Acknowledge · 1 d 3 h left" (desk.md §1). */
export function clockWords(status: ClockStatus): string {
  return `${CLOCK_LABELS[status.clock]} · ${stateWords(status)}`;
}

/** How a clock stands, for staff, without its name: "1 d 3 h left", "met in 5 h 12 m". */
export function stateWords(status: ClockStatus): string {
  const late = durationWords(status.remainingMs, 1);
  switch (status.state) {
    case "running":
    case "due_soon":
      return `${durationWords(status.remainingMs)} left`;
    case "due_today":
      return `by the end of today, ${zoneName(new Date(Date.parse(status.due) - 1), status.zone)}`;
    case "paused":
      return pauseWords(status);
    case "met":
      return `met in ${durationWords(status.tookMs ?? 0)}`;
    case "met_late":
      return `done, ${late} late`;
    case "breached":
      return `breached ${late}`;
    case "missed":
      return `missed by ${late}`;
    case "later_than_usual":
      return `${late} later than usual`;
    case "not_applicable":
      return "n/a";
  }
}

function pauseWords(status: ClockStatus): string {
  const because = status.pausedBecause === null ? "" : ` · ${WAITING_WORDS[status.pausedBecause]}`;
  return `paused ${durationWords(status.pausedMs ?? 0, 1)}${because}`;
}

/** What the one who made the report reads of each clock: what we do, what we did, what we have not done. */
const DEEDS: Record<ClockId, { do: string; done: string; undone: string }> = {
  acknowledge: {
    do: "confirm that a person has your report",
    done: "A person confirmed your report",
    undone: "a person has not confirmed your report yet",
  },
  first_response: {
    do: "write you a first answer",
    done: "We wrote you a first answer",
    undone: "we have not written to you yet",
  },
  verify: { do: "finish checking", done: "We finished checking", undone: "we have not finished checking" },
  next_update: {
    do: "send you an update",
    done: "We sent you an update",
    undone: "we have not sent you an update yet",
  },
  fix: { do: "fix this", done: "We fixed this", undone: "this is not fixed yet" },
  appeal: { do: "decide your appeal", done: "We decided your appeal", undone: "we have not decided your appeal yet" },
  exposure_alert: {
    do: "have a person read your alert",
    done: "A person read your alert",
    undone: "a person has not read your alert yet",
  },
  policy_review: {
    do: "review this policy",
    done: "We reviewed this policy",
    undone: "we have not reviewed this policy yet",
  },
  key_expiry: { do: "renew this key", done: "We renewed this key", undone: "we have not renewed this key yet" },
};

/** A clock for the reporter, in one or two plain sentences. */
export function reporterSentence(status: ClockStatus): string {
  const deed = DEEDS[status.clock];
  switch (status.state) {
    case "running":
    case "due_soon":
    case "due_today":
      return outlook(status);
    case "paused":
      return reporterPause(status.pausedBecause);
    case "met":
      return `${deed.done} in ${longDurationWords(status.tookMs ?? 0)}.`;
    case "met_late":
      return `${deed.done}. ${lateness(status)}`;
    case "breached":
      return `We said we would ${deed.do} ${dueWords(status)}, and ${deed.undone}.`;
    case "missed":
      return `We aimed to ${deed.do} ${dueWords(status)}, and ${deed.undone}.`;
    case "later_than_usual":
      return "This is taking longer than usual.";
    case "not_applicable":
      return "This no longer applies.";
  }
}

/** What a report's clocks promise, as sentences for a mail that has no clock to show. */
export function promiseSentences(runs: readonly ClockRun[], { zone }: Pick<Calendar, "zone">): string[] {
  return runs.map((run) =>
    outlook({ ...run, dueDate: lastLocalDay(run.due, zone).toString(), zone, ours: isOurs(run.clock) }),
  );
}

type Outlook = ClockTerms & Pick<ClockStatus, "due" | "dueDate" | "zone" | "ours">;

function outlook(status: Outlook): string {
  const deed = DEEDS[status.clock].do;
  const promise = promiseSentence(status);
  if (status.rigidity === "TYPICAL")
    return `We usually ${deed} within ${oneAsArticle(promise)}: about ${formatDayAndMonth(status.dueDate)}.`;
  const by = `${dueWords(status)} (${promise})`;
  if (status.ours) return `Our aim: ${deed} ${by}.`;
  switch (status.rigidity) {
    case "MUST":
      return status.clock === "acknowledge" ? `You’ll hear from us ${by}.` : `We will ${deed} ${by}.`;
    case "SHOULD":
      return `We aim to ${deed} ${by}.`;
    case "BEST_EFFORT":
      return `We do our best to ${deed} ${by}.`;
  }
}

function lateness(status: ClockStatus): string {
  const late = longDurationWords(status.remainingMs, 1);
  switch (status.rigidity) {
    case "MUST":
      return status.ours ? `That was ${late} later than our aim.` : `That was ${late} later than we promised.`;
    case "SHOULD":
    case "BEST_EFFORT":
      return `That was ${late} later than we aimed for.`;
    case "TYPICAL":
      return "This took longer than usual.";
  }
}

function reporterPause(because: PauseCause | null): string {
  switch (because) {
    case "waiting_on_reporter":
      return "We are waiting for your answer. Our time stands still until you send it.";
    case "waiting_on_third_party":
      return "We are waiting on a third party. Our time stands still until then.";
    case "closed":
      return "This report is closed. If it is opened again, our time runs on from where it stopped.";
    case "waiting_on_us":
    case null:
      return "We have paused this on our side.";
  }
}

/** "a week" for "1 week". */
function oneAsArticle(promise: string): string {
  return promise.replace(/^1 hour$/, "an hour").replace(/^1 /, "a ");
}

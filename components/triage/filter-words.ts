import { severityWord } from "@/components/reports/severity-mark";
import { RESOLUTION_RULES, STATE_LABELS } from "@/lib/reports/state";
import { CLOCK_LABELS } from "@/lib/sla/wording";
import {
  type ClockTime,
  FILTER_NAMES,
  type FilterName,
  type ListQuery,
  NEGATABLE,
  type Negatable,
  NOTHING,
  type Queue,
  type SEVERITY_CHOICES,
  type Sort,
} from "@/lib/triage/list-query";
import type { ListChoices } from "@/lib/triage/types";

export const QUEUE_WORDS: Record<Queue, string> = {
  new: "New",
  triage: "In triage",
  open: "Open",
  closed: "Closed",
  all: "All",
};

export const SORT_WORDS: Record<Sort, string> = {
  due: "Due next",
  received: "Received, newest first",
  severity: "Severity, then due next",
  updated: "Latest activity first",
  moved: "Latest change of state first",
};

export const TIME_WORDS: Record<ClockTime, string> = {
  late: "late",
  breached: "breached (a promise)",
  day: "due within 24 hours",
  running: "running",
  paused: "paused",
  met: "met in time",
  met_late: "done late",
};

export const CREDIT_WORDS = {
  not_asked: "not asked yet",
  asked: "asked, no answer yet",
  given: "agreed",
  declined: "declined",
  defaulted: "no answer in time",
} as const;

export const FILTER_WORDS: Record<FilterName, string> = {
  state: "State",
  clock: "Clock",
  time: "Clock",
  severity: "Severity",
  product: "Product",
  version: "Version",
  cwe: "Weakness, reporter’s",
  weakness: "Weakness, ours",
  tag: "Tag",
  assignee: "Carried by",
  exposed: "Data",
  encrypted: "Report",
  snoozed: "Report",
  cve: "CVE id",
  from: "Received from",
  to: "Received until",
  within: "In its state for",
  resolution: "Resolution",
  credit: "Credit",
  q: "Words",
};

/** What such a report is: the end of a sentence that begins with the filter's word. */
const YES_WORDS: Partial<Record<FilterName, string>> = {
  exposed: "exposed",
  encrypted: "encrypted",
  snoozed: "put aside",
  cve: "known",
};

export const NOTHING_WORDS = {
  product: "none named",
  version: "none named",
  cwe: "none named",
  weakness: "none set",
  tag: "none",
  resolution: "none yet",
} as const;

export const severityChoiceWord = (choice: (typeof SEVERITY_CHOICES)[number]) =>
  choice === "unrated" ? "Not rated" : severityWord(choice);

export const withinWords = (days: number) => (days === 1 ? "at most a day" : `at most ${days} days`);

/** One filter of a list, or one value of it, in words: what a chip says and takes away. */
export type Chip = { name: FilterName; value?: string; label: string; words: string; negatable: Negatable | null };

export function chipsOf(query: ListQuery, choices: ListChoices): Chip[] {
  return FILTER_NAMES.flatMap((name): Chip[] => {
    const { filters } = query;
    const value = filters[name];
    // A clock and its time are one sentence, taken away together with the time.
    if (value === undefined || (name === "clock" && filters.time)) return [];
    const label = name === "time" && filters.clock ? CLOCK_LABELS[filters.clock] : FILTER_WORDS[name];
    const negatable = NEGATABLE.find((each) => each === name) ?? null;
    const chip = (words: string, one?: string) => ({ name, label, words, negatable, ...(one ? { value: one } : {}) });
    if (Array.isArray(value)) return value.map((each) => chip(valueWords(name, each, choices), each));
    return [chip(value === true ? (YES_WORDS[name] ?? "") : valueWords(name, String(value), choices))];
  });
}

function valueWords(name: FilterName, value: string, choices: ListChoices): string {
  if (value === NOTHING && name in NOTHING_WORDS) return NOTHING_WORDS[name as keyof typeof NOTHING_WORDS];
  switch (name) {
    case "state":
      return STATE_LABELS[value as keyof typeof STATE_LABELS];
    case "severity":
      return severityChoiceWord(value as (typeof SEVERITY_CHOICES)[number]);
    case "clock":
      return CLOCK_LABELS[value as keyof typeof CLOCK_LABELS];
    case "time":
      return TIME_WORDS[value as ClockTime];
    case "product":
      return choices.products.find(({ key }) => key === value)?.name ?? value;
    case "cwe":
    case "weakness":
      return `CWE-${value}`;
    case "assignee":
      if (value === "me" || value === "nobody") return value;
      return choices.team.find(({ handle }) => handle === value)?.name ?? "somebody who has left";
    case "within":
      return withinWords(Number(value));
    case "resolution":
      return RESOLUTION_RULES[value as keyof typeof RESOLUTION_RULES].label;
    case "credit":
      return CREDIT_WORDS[value as keyof typeof CREDIT_WORDS];
    default:
      return value;
  }
}

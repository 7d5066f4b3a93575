/**
 * Every key of the desk: what the sheet says and what the keyboard does come from here and nowhere else. No key publishes,
 * discloses or makes a note public: each of these goes somewhere, or presses what a hand could press on the page.
 */
export type Binding = {
  /** As `KeyboardEvent.key` gives them, one after the other: layouts that have no such key use the palette. */
  keys: readonly string[];
  words: string;
  of: "Everywhere" | "Lists" | "Triage" | "Inbox" | "A report";
  does:
    | { go: string }
    /** Clicks, or puts the focus into, the first of these that is in the row with the focus, else on the page. */
    | { press: string }
    | { focus: string }
    | { row: "next" | "previous" | "open" | "select" | "select_next" | "select_previous" }
    | { copy: "reference" | "title" | "link" }
    | { show: "sheet" | "palette" };
};

/** A part of a page that a key presses says so: `data-key="1"`. */
const at = (name: string) => `[data-key="${name}"]`;

export const BINDINGS: readonly Binding[] = [
  { keys: ["?"], words: "This sheet", of: "Everywhere", does: { show: "sheet" } },
  { keys: ["/"], words: "Search", of: "Everywhere", does: { focus: "#q" } },
  { keys: ["g", "h"], words: "Go to your desk", of: "Everywhere", does: { go: "/staff" } },
  { keys: ["g", "i"], words: "Go to your inbox", of: "Everywhere", does: { go: "/staff/inbox" } },
  { keys: ["g", "t"], words: "Go to triage", of: "Everywhere", does: { go: "/staff/triage" } },
  { keys: ["g", "q"], words: "Go to the reports", of: "Everywhere", does: { go: "/staff/reports" } },
  { keys: ["g", "s"], words: "Go to the clocks", of: "Everywhere", does: { go: "/staff/sla" } },
  { keys: ["g", "c"], words: "Go to the credits", of: "Everywhere", does: { go: "/staff/credits" } },
  { keys: ["g", "p"], words: "Go to the policies", of: "Everywhere", does: { go: "/staff/policies" } },
  { keys: ["j"], words: "Next report", of: "Lists", does: { row: "next" } },
  { keys: ["k"], words: "Previous report", of: "Lists", does: { row: "previous" } },
  { keys: ["o"], words: "Open the report (Enter does so too)", of: "Lists", does: { row: "open" } },
  { keys: ["x"], words: "Select the report, or not", of: "Lists", does: { row: "select" } },
  { keys: ["J"], words: "Select on to the next", of: "Lists", does: { row: "select_next" } },
  { keys: ["K"], words: "Select on to the previous", of: "Lists", does: { row: "select_previous" } },
  { keys: ["f"], words: "Filter", of: "Lists", does: { press: "#filters" } },
  { keys: ["v"], words: "Go to the kept lists", of: "Lists", does: { focus: "[data-view]" } },
  { keys: ["1"], words: "Start checking", of: "Triage", does: { press: at("1") } },
  { keys: ["2"], words: "Duplicate: look at similar reports", of: "Triage", does: { press: at("2") } },
  { keys: ["3"], words: "Decline: open its form", of: "Triage", does: { press: at("3") } },
  {
    keys: ["h"],
    words: "Put aside, here or in the inbox: choose for how long",
    of: "Triage",
    does: { press: at("h") },
  },
  { keys: ["e"], words: "Done with the entry", of: "Inbox", does: { press: at("e") } },
  { keys: ["r"], words: "Write a reply", of: "A report", does: { focus: '[name="message-text"]' } },
  { keys: ["n"], words: "Write an internal note", of: "A report", does: { focus: '[name="internal-note"]' } },
  { keys: ["a"], words: "Choose who carries it", of: "A report", does: { focus: '[name="assign-assignee"]' } },
  { keys: ["s"], words: "Go to the moves", of: "A report", does: { focus: at("moves") } },
  { keys: ["p"], words: "Rate it: open the form", of: "A report", does: { press: '[data-key="p"] summary' } },
  {
    keys: ["t"],
    words: "Begin a reply with a template",
    of: "A report",
    does: { press: '#reply [data-key="t"] summary' },
  },
  { keys: ["["], words: "Previous similar report", of: "A report", does: { press: at("[") } },
  { keys: ["]"], words: "Next similar report", of: "A report", does: { press: at("]") } },
  { keys: ["u"], words: "Go to what is unread", of: "A report", does: { focus: "#new" } },
  { keys: ["."], words: "Copy the reference", of: "A report", does: { copy: "reference" } },
  { keys: [".", "."], words: "Copy reference and title", of: "A report", does: { copy: "title" } },
  { keys: [".", ".", "."], words: "Copy the link", of: "A report", does: { copy: "link" } },
];

/** The keys of somebody whose desk has these places: one that leads where they find nothing does not exist for them. */
export function bindingsFor(places: readonly { href: string }[]): Binding[] {
  return BINDINGS.filter(
    ({ does }) => !("go" in does) || does.go === "/staff" || places.some(({ href }) => href === does.go),
  );
}

/** What the keys typed so far mean: a binding, the beginning of one, both (a longer one may follow), or nothing. */
export function matching(typed: readonly string[], bindings: readonly Binding[] = BINDINGS) {
  const begins = bindings.filter(({ keys }) => typed.every((key, index) => keys[index] === key));
  return {
    whole: begins.find(({ keys }) => keys.length === typed.length) ?? null,
    longer: begins.some(({ keys }) => keys.length > typed.length),
  };
}

export const SECTIONS = [
  "Everywhere",
  "Lists",
  "Triage",
  "Inbox",
  "A report",
] as const satisfies readonly Binding["of"][];

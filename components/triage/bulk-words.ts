import type { BulkVerb } from "@/lib/triage/bulk/verbs";

export const VERB_WORDS: Record<BulkVerb, { label: string; effect: string; done: string }> = {
  assign: { label: "Assign", effect: "Carried by whom you select", done: "carried by whom you selected" },
  snooze: { label: "Put aside", effect: "Leaves triage for that long; its clocks run on", done: "put aside" },
  tag: { label: "Tag", effect: "Gets the tags, and loses those to take off", done: "tagged" },
  ask_for_information: {
    label: "Ask for information",
    effect: "Waits for its reporter, who reads the text; its Verify clock stands still",
    done: "asked about",
  },
  export: { label: "Export", effect: "A row of the file; its history says that you took it", done: "exported" },
  start_checking: {
    label: "Start checking",
    effect: "Being checked; its Acknowledge clock stops, and its reporter reads it",
    done: "being checked",
  },
  close_spam: {
    label: "Mark as spam",
    effect: "Closed as spam; its reporter reads that, and can ask for a second look",
    done: "closed as spam",
  },
};

export const VERBS = [
  "assign",
  "snooze",
  "tag",
  "start_checking",
  "ask_for_information",
  "close_spam",
  "export",
] as const satisfies readonly BulkVerb[];

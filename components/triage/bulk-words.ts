import type { BulkVerb } from "@/lib/triage/bulk/verbs";

export const VERB_WORDS: Record<BulkVerb, { label: string; effect: string; done: string }> = {
  assign: { label: "Assign", effect: "Carried by whom you select", done: "carried by whom you selected" },
  snooze: { label: "Put aside", effect: "Leaves triage for that long; its clocks run on", done: "put aside" },
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

export const VERBS = ["assign", "snooze", "start_checking", "close_spam"] as const satisfies readonly BulkVerb[];

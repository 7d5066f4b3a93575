import type { InboxEvent } from "@/lib/notifications/choices";
import type { InboxSide } from "@/lib/notifications/inbox/types";

/** Once, and several times; `null` for what is said in one way however often. */
const WORDS: Record<InboxEvent, readonly [string, ((times: number) => string) | null]> = {
  "reporter.message": ["The team wrote to you", (times) => `${times} messages from the team`],
  "reporter.question": ["The team needs something from you", null],
  "reporter.status": ["Its status changed", (times) => `Its status changed ${times} times`],
  "reporter.credit": ["News about your credit", null],
  "staff.received": ["The report arrived", null],
  "staff.message": ["The reporter wrote", (times) => `The reporter wrote ${times} times`],
  "staff.addition": ["The reporter added information", (times) => `The reporter added information ${times} times`],
  "staff.appeal": ["The reporter appeals", null],
  "staff.watched": [
    "The team moved on a report that you follow",
    (times) => `${times} steps of the team in a report that you follow`,
  ],
  "staff.mention": ["A note mentions you", (times) => `${times} notes mention you`],
  "staff.urgent": ["Urgent notice of exposed data", null],
};

/** "The team wrote to you", "3 messages from the team". */
export function eventWords({ event, times }: { event: InboxEvent; times: number }): string {
  const [once, often] = WORDS[event];
  return times > 1 && often ? often(times) : once;
}

export const NOTHING: Record<InboxSide, { title: string; text: string }> = {
  reporter: { title: "Nothing waits for you", text: "When something happens on one of your reports, it stands here." },
  staff: {
    title: "Nothing waits for you",
    text: "When a report arrives, its reporter writes or a colleague mentions you, it stands here.",
  },
};

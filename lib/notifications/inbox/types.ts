import type { InboxEvent } from "../choices";

/** Which side of reports an inbox is about: somebody's own, or their programs'. */
export type InboxSide = "reporter" | "staff";

export const BOXES = ["todo", "snoozed", "done"] as const;
export type Box = (typeof BOXES)[number];

/** What somebody was told of one report, however often. */
export type InboxEntry = {
  reference: string;
  title: string;
  programName: string;
  zone: string;
  latestAt: string;
  /** Something in it happened since its page was last opened. */
  unread: boolean;
  /** What happened, in the order in which it first did. */
  events: { event: InboxEvent; times: number }[];
  /** Where on the report's page to start: what is new first. */
  anchor: string | null;
  /** Until when it is put aside, and when it was done. */
  snoozedUntil: string | null;
  doneAt: string | null;
};

export type InboxPage = { box: Box; entries: InboxEntry[]; next: string | null; now: string };

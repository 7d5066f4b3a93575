import type { AttachmentView } from "../attachments/types";

/** What may cross to a browser of one message. What the reader may not know has no field. */
export type ThreadMessage = {
  /** Anchor: `m-<id>`. */
  id: string;
  side: "reporter" | "staff";
  /** "You", "Reporter", "The person named", or a staff role in words; never a staff member's name. */
  from: string;
  /** Sanitised HTML rendered on the server; empty when it was withheld, and when it is files alone. */
  html: string;
  files: AttachmentView[];
  sentAt: string;
  /** Newer than the reader's last visit, and not their own. */
  unread: boolean;
  /** Of the reader's own side: whether it can still be taken back, is sent, or was seen by the other side. */
  delivery: { state: "held"; goesInMs: number } | { state: "sent" } | { state: "seen"; at: string } | null;
  /** Whether the reader is the one who can take it back, or let it go at once. */
  mine: boolean;
  /** When it was last changed, and what it said before, oldest first. */
  editedAt: string | null;
  versions: { html: string; at: string }[];
  withheld: { at: string; reason: string } | null;
  mayEdit: boolean;
  mayWithhold: boolean;
};

/** A page of a thread, oldest first. */
export type ThreadPage = {
  messages: ThreadMessage[];
  /** Whether there are messages before these, and after these. */
  moreMessages: boolean;
  newerMessages: boolean;
  /** Until when the reader had read before this visit; null on the first. */
  readAt: string | null;
  /** The text as written of the message that the reader wants to change. */
  editing: { id: string; text: string } | null;
  /** A message that the reader wants to answer, as a quotation in Markdown; empty when there is none. */
  quoted: string;
};

/** What the reader has typed here and not sent. */
export type SavedDraft = { text: string; savedAt: string };

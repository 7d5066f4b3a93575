import type { SsvcAnswers } from "../ssvc/points";
import type { ClosingItem } from "./checklist";

export type PriorityView = { points: SsvcAnswers; table: string; by: string; at: string };

/** How a report is handled, as its staff see it. */
export type HandlingView = {
  /** Sent back with a change; the second of two people who change it loses. */
  revision: number;
  /** Whether the reader may change any of it. */
  mayChange: boolean;
  /** By our view, the main one first; `advice` where CWE advises against naming it. */
  weaknesses: { id: number; name: string | null; advice: string | null }[];
  affected: string[];
  fixed: string[];
  tags: string[];
  /** Tags that other reports of the program have. */
  knownTags: string[];
  /** `href` where a person can follow it. */
  links: { id: string; label: string; target: string; href: string | null }[];
  /** The newest last. */
  priorities: PriorityView[];
  watchers: { handle: string; name: string; you: boolean }[];
  /** Who else could be asked to follow it, for who may ask. */
  couldWatch: { handle: string; name: string }[] | null;
  /** Who of the staff has had it open, and when last; null for who may not ask. */
  seenBy: { handle: string; name: string; at: string; times: number }[] | null;
  checklist: ClosingItem[];
};

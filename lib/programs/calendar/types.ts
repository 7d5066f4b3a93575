import type { PolicyDocument } from "../../policy/schema";
import type { Calendar } from "../../sla/types";

/** One version of a program's calendar in its history. */
export type CalendarVersion = {
  calendar: Calendar;
  publishedAt: string;
  /** Who published it; null for the portal itself. */
  by: string | null;
  /** Against the version before it, in words; null for the first. */
  changes: string[] | null;
  /** Numbers of the policy versions that count by it, newest first. */
  policies: string[];
};

export type CalendarSettings = {
  programSlug: string;
  programName: string;
  mayPublish: boolean;
  /** The policy in force and the calendar that it names; null before the first policy. */
  inForce: { document: PolicyDocument; calendar: Calendar } | null;
  /** Newest first; at most 50. */
  versions: CalendarVersion[];
  now: string;
};

import type { ClockId, ClockTerms } from "./vocabulary";

/** A version of a program's business calendar: data, never code. */
export type Calendar = {
  version: number;
  region: string;
  /** IANA zone. */
  zone: string;
  /** ISO weekdays, 1 = Monday … 7 = Sunday. */
  workingDays: readonly number[];
  /** Local "HH:MM"; a receipt at or after it counts as received on the next working day. */
  cutOff: string | null;
  /** Local dates, "YYYY-MM-DD". */
  holidays: readonly { date: string; name: string }[];
};

/** One line of the arithmetic behind a due date, in words. */
export type Derivation = readonly string[];

/**
 * What an event did to clocks. Written into the event's payload when it is recorded, so that
 * folding the ledger never needs the calendar again and no later change moves a due date.
 * `due` is the exclusive UTC instant (ISO 8601).
 */
export type ClockEffect =
  | ({ op: "open"; run: number; due: string; calendarVersion: number; derivation: Derivation } & ClockTerms)
  | { op: "stop"; clock: ClockId; run: number }
  | { op: "pause"; clock: ClockId; run: number; because: PauseCause }
  | { op: "resume"; clock: ClockId; run: number; due: string; derivation: Derivation }
  | { op: "extend"; clock: ClockId; run: number; due: string; derivation: Derivation }
  | { op: "void"; clock: ClockId; run: number };

/** Why a clock stands still. */
export type PauseCause = "waiting_on_reporter" | "closed" | "waiting_on_third_party" | "waiting_on_us";

/** A clock of one report as folded from its events. Instants are ISO 8601 UTC. */
export type ClockRun = ClockTerms & {
  run: number;
  calendarVersion: number;
  startedAt: string;
  /** Exclusive: the promise is kept by anything strictly before it. */
  due: string;
  pausedAt: string | null;
  pausedBecause: PauseCause | null;
  stoppedAt: string | null;
  voided: boolean;
  derivation: Derivation;
};

export const CLOCK_STATES = [
  "running",
  "due_soon",
  "due_today",
  "paused",
  "met",
  "met_late",
  "breached",
  "missed",
  "later_than_usual",
  "not_applicable",
] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** How a clock stands at an instant. */
export type ClockStatus = ClockTerms & {
  run: number;
  state: ClockState;
  /** Exclusive UTC instant, ISO 8601. */
  due: string;
  /** The last local date on which the promise is kept, "YYYY-MM-DD" in the calendar's zone. */
  dueDate: string;
  zone: string;
  /** Milliseconds until due (negative when past); while paused, at the pause; when stopped, at the stop. */
  remainingMs: number;
  /** Milliseconds from start to stop, for finished clocks. */
  tookMs: number | null;
  /** Milliseconds the present pause has lasted; null unless paused. */
  pausedMs: number | null;
  pausedBecause: PauseCause | null;
  /** True when the terms are the program's own aim, not a promise of its policy. */
  ours: boolean;
  because: Derivation;
};

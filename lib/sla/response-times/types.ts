import type { CommitmentClock } from "../vocabulary";

/** A length of time from receipt to answer. `atLeast`: an answer that is still owed could only make it longer. */
export type Length = { ms: number; atLeast: boolean };

/**
 * A bar of the picture: one week, or as many as it takes to hold five judged promises. Local dates, both included; the
 * oldest of the thirteen weeks has six days.
 */
export type Weeks = { from: string; to: string; weeks: number; share: number };

export type CommitmentFigures = { clock: CommitmentClock } & (
  | { shown: false }
  | {
      shown: true;
      /** Promises judged in the window. */
      count: number;
      /** 0 to 1. */
      share: number;
      median: Length;
      p90: Length;
      weeks: readonly Weeks[];
    }
);

/** The window as local dates, both included, and a figure for each clock of the policy in force. */
export type ResponseTimes = { from: string; to: string; zone: string; commitments: readonly CommitmentFigures[] };

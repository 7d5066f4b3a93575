import type { CommitmentClock } from "../vocabulary";

/** A length of time from receipt to answer. `atLeast`: an answer that is still owed could only make it longer. */
export type Length = { ms: number; atLeast: boolean };

/** One block of seven local days (the oldest of six). `share` is null where fewer than five promises were judged. */
export type Week = { from: string; to: string; share: number | null };

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
      weeks: readonly Week[];
    }
);

/** The window as local dates, both included, and a figure for each clock of the policy in force. */
export type ResponseTimes = { from: string; to: string; zone: string; commitments: readonly CommitmentFigures[] };

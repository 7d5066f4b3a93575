import type { ClockRun } from "./types";

type Run = Pick<ClockRun, "clock" | "run">;

/**
 * Runs without the earlier ones of `next_update`: each message to the reporter ends one and opens the next, so a long
 * thread has hundreds. Second runs of other clocks stay beside the first (product.md §4, "Reopening").
 */
export function currentRuns<R extends Run>(runs: readonly R[]): R[] {
  const newest = Math.max(...runs.filter(({ clock }) => clock === "next_update").map(({ run }) => run));
  return runs.filter(({ clock, run }) => clock !== "next_update" || run === newest);
}

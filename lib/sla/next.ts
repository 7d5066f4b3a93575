import { isOurs } from "./terms";
import type { ClockStatus } from "./types";

/** The earliest thing that should still happen by itself, a promise of the policy before an aim of ours. */
export function nextFor(statuses: readonly ClockStatus[]): { due: string; dueDate: string } | null {
  const running = statuses.filter(
    ({ state, tookMs }) => tookMs === null && state !== "paused" && state !== "not_applicable",
  );
  const first = running.sort(
    (a, b) => Number(isOurs(a.clock)) - Number(isOurs(b.clock)) || a.due.localeCompare(b.due),
  )[0];
  return first ? { due: first.due, dueDate: first.dueDate } : null;
}

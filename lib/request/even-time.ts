import "server-only";
import { setTimeout as wait } from "node:timers/promises";

/** Longer than either branch takes, so that the time of an answer does not tell which one was taken. */
const FLOOR_MS = 250;

/** Answers no sooner than the floor, whether the work succeeds or fails. */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work(), wait(FLOOR_MS)]);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

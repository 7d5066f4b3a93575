import { type ClockEvent, foldClocks } from "../sla/fold";
import type { ClockRun } from "../sla/types";
import { formatInstant } from "../sla/words-of-time";

const FROM_RECEIPT = ["acknowledge", "first_response", "verify"] as const;

/**
 * What had happened, before a split, to the clocks that a part takes over, each at its own instant. The promises that ran
 * from the first receipt keep their due dates. What met the acknowledgement or the first answer there meets it here too;
 * a check never does, for it was of another vulnerability. A next update that is owed there is owed here as well.
 */
export function carriedClocks(runs: readonly ClockRun[], from: string, zone: string): ClockEvent[] {
  const promised = FROM_RECEIPT.flatMap((clock) => runs.find((run) => run.clock === clock && !run.voided) ?? []);
  const owed = runs.findLast((run) => run.clock === "next_update" && run.stoppedAt === null && !run.voided);
  return [...promised, ...(owed ? [owed] : [])]
    .flatMap((run) => historyOf(run, from, zone))
    .sort((a, b) => a.at.localeCompare(b.at));
}

/** Clocks as they stand after that. */
export function carriedRuns(history: readonly ClockEvent[]): ClockRun[] {
  return foldClocks(history);
}

function historyOf(run: ClockRun, from: string, zone: string): ClockEvent[] {
  const { clock, amount, unit, rigidity, due, calendarVersion, startedAt, stoppedAt, pausedAt, pausedBecause } = run;
  const met = stoppedAt !== null && clock !== "verify" ? stoppedAt : null;
  const derivation = [
    ...run.derivation,
    `Split from ${from}: counted as it was there${met === null ? "" : `, and met by what met it there (${formatInstant(met, zone)})`}`,
  ];
  const events: ClockEvent[] = [
    {
      at: startedAt,
      effects: [{ op: "open", clock, run: 1, amount, unit, rigidity, due, calendarVersion, derivation }],
    },
  ];
  if (met !== null) events.push({ at: met, effects: [{ op: "stop", clock, run: 1 }] });
  else if (pausedAt !== null && pausedBecause !== null && pausedBecause !== "closed") {
    events.push({ at: pausedAt, effects: [{ op: "pause", clock, run: 1, because: pausedBecause }] });
  }
  return events;
}

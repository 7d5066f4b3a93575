import type { ClockEffect, ClockRun } from "./types";
import { CLOCKS } from "./vocabulary";

/** An event as the fold needs it: its instant (ISO 8601 UTC) and what it did to clocks. */
export type ClockEvent = { at: string; effects: readonly ClockEffect[] };

/** The clocks of a report from its events, by clock and run. Needs no calendar: due dates are in the effects. */
export function foldClocks(events: readonly ClockEvent[]): ClockRun[] {
  return events.reduce<ClockRun[]>((runs, event) => applyEffects(runs, event), []);
}

export function applyEffects(runs: readonly ClockRun[], { at, effects }: ClockEvent): ClockRun[] {
  return effects.reduce<ClockRun[]>((folded, effect) => applyEffect(folded, at, effect), [...runs]);
}

export function isUnfinished(run: ClockRun): boolean {
  return run.stoppedAt === null && !run.voided;
}

function applyEffect(runs: readonly ClockRun[], at: string, effect: ClockEffect): ClockRun[] {
  const known = runs.some((run) => isOf(run, effect));
  if (effect.op === "open") {
    if (known) throw new Error(`Run ${effect.run} of the clock ${effect.clock} was opened twice.`);
    return [...runs, opened(at, effect)].sort(byClock);
  }
  if (!known) throw new Error(`Run ${effect.run} of the clock ${effect.clock} was never opened.`);
  // A clock with a result keeps it (product.md §4, "Reopening").
  return runs.map((run) => (isOf(run, effect) && isUnfinished(run) ? changed(run, at, effect) : run));
}

function opened(at: string, effect: Extract<ClockEffect, { op: "open" }>): ClockRun {
  const { op: _, ...terms } = effect;
  return { ...terms, startedAt: at, pausedAt: null, pausedBecause: null, stoppedAt: null, voided: false };
}

function changed(run: ClockRun, at: string, effect: Exclude<ClockEffect, { op: "open" }>): ClockRun {
  switch (effect.op) {
    case "stop":
      return { ...run, stoppedAt: at, pausedAt: null, pausedBecause: null };
    case "void":
      return { ...run, voided: true, pausedAt: null, pausedBecause: null };
    case "pause":
      // A second cause joins the pause that is already under way: the time stood still since the first.
      return { ...run, pausedAt: run.pausedAt ?? at, pausedBecause: effect.because };
    case "resume":
      return { ...withDue(run, effect), pausedAt: null, pausedBecause: null };
    case "extend":
      return withDue(run, effect);
  }
}

function withDue(run: ClockRun, { due, derivation }: { due: string; derivation: readonly string[] }): ClockRun {
  return { ...run, due, derivation: [...run.derivation, ...derivation] };
}

function isOf(run: ClockRun, effect: ClockEffect): boolean {
  return run.clock === effect.clock && run.run === effect.run;
}

function byClock(a: ClockRun, b: ClockRun): number {
  return CLOCKS.indexOf(a.clock) - CLOCKS.indexOf(b.clock) || a.run - b.run;
}

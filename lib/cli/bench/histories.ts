import type { ReportEventInput } from "@/lib/ledger/report-events";
import { MOVE_RULES, type Move, type ReportState, type Resolution } from "@/lib/reports/state";
import { type ClockTrigger, clockEffects } from "@/lib/sla/clock";
import { applyEffects } from "@/lib/sla/fold";
import { shareUsed } from "@/lib/sla/status";
import { type Threshold, thresholdsPassed } from "@/lib/sla/thresholds";
import type { ClockEffect, ClockRun } from "@/lib/sla/types";
import type { Template } from "./template";

/** One event of a seeded report's ledger: when, by which side, and what. */
export type Told = { at: Date; by: "researcher" | "staff"; event: ReportEventInput };

/** A life that several seeded reports share: instants, events and the clocks they leave. */
export type History = {
  receivedAt: Date;
  state: ReportState;
  resolution: Resolution | null;
  stateSince: Date;
  told: Told[];
  runs: ClockRun[];
  /** Of which of its running clocks the team has been told how far they are. */
  noticed: { clock: ClockRun["clock"]; run: number; due: string; threshold: Threshold }[];
};

/** Of ten reports four await their decision, three are open after it, three are closed. */
const LIVES: readonly (readonly Move[])[] = [
  [],
  ["start_checking"],
  ["start_checking"],
  ["start_checking", "ask_for_information"],
  ["start_checking", "validate"],
  ["start_checking", "validate", "accept"],
  ["start_checking", "reject"],
  ["start_checking", "validate", "accept", "mark_fix_ready", "resolve", "close"],
  ["start_checking", "validate", "accept", "mark_fix_ready", "resolve", "close"],
  ["close_spam"],
];

const RESULTS: Partial<Record<Move, Resolution>> = { reject: "not_reproducible", close: "fixed", close_spam: "spam" };

const HOUR = 3_600_000;

/** Different lives at different instants; a report takes one of them with its own keys and text. */
export function histories(template: Template, now: Date, count: number): History[] {
  return Array.from({ length: count }, (_, index) => {
    const moves = LIVES[index % LIVES.length] ?? [];
    // Spread over the last forty days, the newest an hour ago.
    const receivedAt = new Date(now.getTime() - HOUR - Math.floor((index * 40 * 24 * HOUR) / count));
    return history(template, receivedAt, now, moves);
  });
}

function history(template: Template, receivedAt: Date, now: Date, moves: readonly Move[]): History {
  let runs: ClockRun[] = [];
  const move = (at: Date, trigger: ClockTrigger): ClockEffect[] => {
    const effects = clockEffects({ trigger, at, runs, terms: template.terms, calendar: template.calendar });
    runs = applyEffects(runs, { at: at.toISOString(), effects });
    return effects;
  };
  const received: ReportEventInput = {
    type: "report.received",
    channel: "web",
    policyVersion: template.policyVersion,
    policyHash: template.policyHash,
    firstReadVersion: template.policyVersion,
    calendarVersion: template.calendar.version,
    state: "received",
    clocks: move(receivedAt, { kind: "received" }),
  };
  const told: Told[] = [{ at: receivedAt, by: "researcher", event: received }];
  let state: ReportState = "received";
  let stateSince = receivedAt;
  let resolution: Resolution | null = null;
  const step = (now.getTime() - receivedAt.getTime()) / (moves.length + 1);
  moves.forEach((name, index) => {
    const at = new Date(Math.floor(receivedAt.getTime() + step * (index + 1)));
    const effects = move(at, { kind: "move", move: name, from: state, side: "staff", message: false });
    state = MOVE_RULES[name].to ?? state;
    stateSince = at;
    resolution = RESULTS[name] ?? resolution;
    told.push({ at, by: "staff", event: { type: "report.moved", move: name, state, resolution, clocks: effects } });
  });
  const running = runs.filter((run) => run.stoppedAt === null && run.pausedAt === null && !run.voided);
  const noticed = running.flatMap((run) =>
    thresholdsPassed(shareUsed(run, template.calendar, now)).map((threshold) => {
      const { clock, run: number, due } = run;
      return { clock, run: number, due, threshold };
    }),
  );
  return { receivedAt, state, resolution, stateSince, told, runs, noticed };
}

import { MOVE_RULES, type Move, type ReportState } from "../reports/state";
import { dueAt, extendDue, resumeDue, type Span } from "./calendar";
import { applyEffects, isUnfinished } from "./fold";
import { EXPOSURE_ALERT_TERMS } from "./terms";
import type { Calendar, ClockEffect, ClockRun, PauseCause } from "./types";
import type { AdjustableClock, ClockId, ClockTerms } from "./vocabulary";

/** `system` is a bot, a job or an automatic mail: it never acknowledges and never answers (product.md §4). */
export type Side = "reporter" | "staff" | "system";

/** In derivations, which both sides read. */
const PAUSE_REASONS: Record<PauseCause, string> = {
  waiting_on_reporter: "waiting on the researcher",
  waiting_on_third_party: "waiting on a third party",
  waiting_on_us: "waiting on us",
  closed: "report closed",
};

/** What can happen to a report's clocks. A message in public view counts; an internal note is no trigger. */
export type ClockTrigger =
  | { kind: "received" }
  | {
      kind: "move";
      move: Move;
      /** The state before the move. */
      from: ReportState;
      side: Side;
      /** True when the move carries text to the other side and no event of its own records that message. */
      message: boolean;
    }
  | { kind: "message"; side: "reporter" | "staff"; state: ReportState }
  | { kind: "exposure_raised" }
  | { kind: "exposure_read" }
  | { kind: "manual_pause"; clock: AdjustableClock; because: Exclude<PauseCause, "closed"> }
  | { kind: "manual_resume"; clock: AdjustableClock }
  | ({ kind: "manual_extension"; clock: AdjustableClock } & Span);

/**
 * What an event does to the clocks of a report. `calendar` is the one in force, for runs that open;
 * a run that resumes is counted by the version it was opened under, when `earlierCalendars` has it.
 */
export function clockEffects(input: {
  trigger: ClockTrigger;
  at: Date;
  runs: readonly ClockRun[];
  terms: readonly ClockTerms[];
  calendar: Calendar;
  earlierCalendars?: readonly Calendar[];
}): ClockEffect[] {
  const clocks = new ClocksAt(input);
  const { trigger } = input;
  switch (trigger.kind) {
    case "received":
      for (const clock of ["acknowledge", "first_response", "verify"] as const) clocks.open(clock, "Received");
      break;
    case "move":
      moved(clocks, trigger);
      break;
    case "message":
      if (trigger.side === "staff") answered(clocks, trigger.state);
      else if (trigger.state !== "closed") clocks.resumeWhere("waiting_on_reporter");
      break;
    case "exposure_raised":
      clocks.open("exposure_alert", "Alert raised", EXPOSURE_ALERT_TERMS);
      break;
    case "exposure_read":
      clocks.stop("exposure_alert");
      break;
    case "manual_pause":
      clocks.pause(trigger.clock, trigger.because);
      break;
    case "manual_resume":
      if (!clocks.isSuspended(trigger.clock)) clocks.resume(trigger.clock);
      break;
    case "manual_extension":
      clocks.extend(trigger.clock, trigger);
      break;
  }
  return clocks.effects;
}

function moved(clocks: ClocksAt, trigger: Extract<ClockTrigger, { kind: "move" }>): void {
  const { move, from, side } = trigger;
  const to = MOVE_RULES[move].to ?? from;
  const byStaff = side === "staff";
  const speaks = trigger.message && byStaff;
  if (move === "close_spam") {
    clocks.voidAll();
    return;
  }

  if (move === "reopen" || move === "uphold_appeal") reopened(clocks, speaks);
  if (side === "reporter" && to !== "closed") clocks.resumeWhere("waiting_on_reporter");
  // Whatever a person of the program does with a new report, short of closing it, acknowledges it.
  if (byStaff && to !== "closed") clocks.stop("acknowledge");
  if (move === "uphold_appeal" || move === "dismiss_appeal") clocks.stop("appeal");

  switch (move) {
    case "ask_for_information":
      clocks.pause("verify", "waiting_on_reporter");
      break;
    case "give_information":
      clocks.resume("verify");
      break;
    case "validate":
      clocks.stop("verify");
      clocks.open("fix", "Confirmed");
      break;
    case "reject":
      clocks.stop("verify");
      clocks.void("fix");
      break;
    case "appeal":
      clocks.open("appeal", "Appeal filed");
      break;
  }
  if (to === "resolved") clocks.stop("fix");
  if (speaks) answered(clocks, to);
  if (to === "closed" && from !== "closed") clocks.suspendAll();
}

/** A public message of a person of the program. */
function answered(clocks: ClocksAt, state: ReportState): void {
  clocks.stop("acknowledge");
  clocks.stop("first_response");
  clocks.stop("next_update");
  if (state !== "closed") clocks.open("next_update", "Last message");
}

/** Back to verifying: what closing suspended runs on, and what had a result runs again in full. */
function reopened(clocks: ClocksAt, speaks: boolean): void {
  clocks.resumeWhere("closed");
  clocks.stop("appeal");
  clocks.open("verify", "Reopened");
  if (clocks.wasVoided("first_response") && !speaks) clocks.open("first_response", "Reopened");
  if (clocks.had("next_update")) clocks.open("next_update", "Reopened");
}

/** The clocks of a report at one instant, and the effects that brought them here from where they stood. */
class ClocksAt {
  readonly effects: ClockEffect[] = [];
  private runs: readonly ClockRun[];
  private readonly at: Date;
  private readonly terms: readonly ClockTerms[];
  private readonly calendar: Calendar;
  private readonly calendars: readonly Calendar[];

  constructor(input: {
    at: Date;
    runs: readonly ClockRun[];
    terms: readonly ClockTerms[];
    calendar: Calendar;
    earlierCalendars?: readonly Calendar[];
  }) {
    this.at = input.at;
    this.runs = input.runs;
    this.terms = input.terms;
    this.calendar = input.calendar;
    this.calendars = [input.calendar, ...(input.earlierCalendars ?? [])];
  }

  had(clock: ClockId): boolean {
    return this.runs.some((run) => run.clock === clock);
  }

  wasVoided(clock: ClockId): boolean {
    return this.runs.findLast((run) => run.clock === clock)?.voided ?? false;
  }

  isSuspended(clock: ClockId): boolean {
    return this.unfinished(clock)?.pausedBecause === "closed";
  }

  /** Opens the next run where there are terms and no run is unfinished. */
  open(clock: ClockId, startedBy: string, given?: ClockTerms): void {
    const terms = given ?? this.terms.find((some) => some.clock === clock);
    if (!terms || this.unfinished(clock)) return;
    const { amount, unit, rigidity } = terms;
    const { due, derivation } = dueAt({ start: this.at, amount, unit, calendar: this.calendar, startedBy });
    const run = this.runs.filter((some) => some.clock === clock).length + 1;
    const calendarVersion = this.calendar.version;
    this.add({ op: "open", clock, run, amount, unit, rigidity, due: due.toISOString(), calendarVersion, derivation });
  }

  stop(clock: ClockId): void {
    // The pause counts first, so that the result is judged by the due date it leads to.
    this.resume(clock);
    const run = this.unfinished(clock);
    if (run) this.add({ op: "stop", clock, run: run.run });
  }

  pause(clock: ClockId, because: PauseCause): void {
    const run = this.unfinished(clock);
    // Only reopening ends the suspension of a closed report.
    if (!run || run.pausedBecause === because || run.pausedBecause === "closed") return;
    this.add({ op: "pause", clock, run: run.run, because });
  }

  resume(clock: ClockId): void {
    const run = this.unfinished(clock);
    if (!run || run.pausedAt === null) return;
    const { due, derivation } = resumeDue({
      due: new Date(run.due),
      unit: run.unit,
      pausedAt: new Date(run.pausedAt),
      resumedAt: this.at,
      calendar: this.calendarOf(run),
      because: run.pausedBecause === null ? undefined : PAUSE_REASONS[run.pausedBecause],
    });
    this.add({ op: "resume", clock, run: run.run, due: due.toISOString(), derivation });
  }

  extend(clock: ClockId, span: Span): void {
    const run = this.unfinished(clock);
    if (!run) return;
    const { amount, unit } = span;
    const { due, derivation } = extendDue({ due: new Date(run.due), amount, unit, calendar: this.calendarOf(run) });
    this.add({ op: "extend", clock, run: run.run, due: due.toISOString(), derivation });
  }

  void(clock: ClockId): void {
    const run = this.unfinished(clock);
    if (run) this.add({ op: "void", clock, run: run.run });
  }

  resumeWhere(because: PauseCause): void {
    for (const run of this.runs) if (run.pausedBecause === because) this.resume(run.clock);
  }

  suspendAll(): void {
    // An appeal is decided on a closed report too.
    for (const run of this.runs) if (run.clock !== "appeal") this.pause(run.clock, "closed");
  }

  voidAll(): void {
    for (const run of this.runs) this.void(run.clock);
  }

  private unfinished(clock: ClockId): ClockRun | undefined {
    return this.runs.find((run) => run.clock === clock && isUnfinished(run));
  }

  private calendarOf(run: ClockRun): Calendar {
    return this.calendars.find(({ version }) => version === run.calendarVersion) ?? this.calendar;
  }

  private add(effect: ClockEffect): void {
    this.effects.push(effect);
    this.runs = applyEffects(this.runs, { at: this.at.toISOString(), effects: [effect] });
  }
}

import { type Actor, accountOf, can, moveRolesOf, type ReportSubject } from "../auth/policy";
import type { ClockRun } from "../sla/types";
import { adjustmentsOf } from "./adjustments";
import {
  availableMoves,
  closingResolutions,
  MOVE_RULES,
  type Move,
  type MoveRole,
  type MoveSubject,
  RESOLUTION_RULES,
  type ReportState,
} from "./state";
import type { MoveOffer, StaffReport } from "./types";

type Movable = ReportSubject & Omit<MoveSubject, "stateSince"> & { stateSince: Date };

/** The moves that this actor may make now, each with what its form asks for. */
export function offersFor(actor: Actor, report: Movable, now: Date): MoveOffer[] {
  const subject = {
    state: report.state,
    resolution: report.resolution,
    stateSince: report.stateSince.getTime(),
    appealOpen: report.appealOpen,
    appealed: report.appealed,
    decidedBy: report.decidedBy,
  };
  const moves = availableMoves(subject, moveRolesOf(actor, report), now.getTime(), accountOf(actor));
  return moves.map((move) => offer(move, report.state));
}

/** More time is offered to those who may give it. */
export function adjustableBy(
  actor: Actor,
  report: ReportSubject,
  runs: readonly ClockRun[],
): StaffReport["adjustable"] {
  return adjustmentsOf(runs).flatMap(({ clock, adjustments }) => {
    const mine = adjustments.filter((each) => can(actor, each === "extend" ? "clock.extend" : "clock.pause", report));
    return mine.length > 0 ? [{ clock, adjustments: mine }] : [];
  });
}

function offer(move: Move, state: ReportState): MoveOffer {
  const rule = MOVE_RULES[move];
  const allowed = move === "close" ? closingResolutions(state) : rule.resolutions;
  return {
    move,
    label: rule.label,
    fields: rule.fields,
    resolutions: rule.fields.includes("resolution")
      ? allowed.map((value) => ({
          value,
          label: RESOLUTION_RULES[value].label,
          needsClause: RESOLUTION_RULES[value].needsClause,
        }))
      : [],
  };
}

const ROLE_WORDS: Record<MoveRole, string> = {
  reporter: "Only the reporter can do this.",
  triager: "Only a triager or coordinator of this program can do this.",
  coordinator: "Only a coordinator of this program can do this.",
  system: "The portal does this by itself.",
};

/** The sentence for somebody who can see a report and may not make a move. */
export function missingRoleFor(move: Move): string {
  return ROLE_WORDS[MOVE_RULES[move].role];
}

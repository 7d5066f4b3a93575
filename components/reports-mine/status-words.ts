import type { ReporterReport } from "@/lib/reports/types";
import type { ClockStatus } from "@/lib/sla/types";
import { reporterSentence } from "@/lib/sla/wording";

const STANDING: Record<Exclude<ReporterReport["state"], "closed">, string> = {
  received: "Your report has arrived.",
  acknowledged: "A person on the team has your report.",
  verifying: "We are checking it.",
  needs_info: "We need something from you before we can go on.",
  validated: "We confirmed what you found.",
  not_valid: "We did not accept this report.",
  accepted: "We are working on a fix.",
  deferred: "We confirmed what you found; the fix comes later.",
  fix_ready: "A fix is ready on our side.",
  retest: "We ask you to check whether the fix works.",
  resolved: "What you found is fixed.",
};

export const WAITING_WORDS: Record<ReporterReport["waitingOn"], string> = {
  us: "Waiting on us",
  you: "Waiting on you",
  nobody: "Nobody has to act",
};

/** What is still to come is said as the next thing; what is late, or an aim, says so by itself. */
function nextSentence(clock: ClockStatus): string {
  const sentence = reporterSentence(clock);
  return clock.ours || clock.remainingMs <= 0 ? sentence : `Next: ${sentence}`;
}

type Standing = Pick<ReporterReport, "state" | "resolutionText" | "nextUpdateBy" | "clocks">;

/** How the report stands, and the next thing that happens by itself, in plain sentences. */
export function standingSentences({ state, resolutionText, nextUpdateBy, clocks }: Standing): {
  now: string;
  next: string | null;
} {
  const now = state === "closed" ? "This report is closed." : STANDING[state];
  const clock = clocks.find(
    ({ due, tookMs, state: stands }) =>
      due === nextUpdateBy?.due && tookMs === null && stands !== "paused" && stands !== "not_applicable",
  );
  return {
    now: resolutionText === null ? now : `${now} ${resolutionText}`,
    next: clock && state !== "closed" ? nextSentence(clock) : null,
  };
}

import type { PolicyDocument } from "../../policy/schema";
import type { Protection } from "../protection";
import { type Answers, STEPS, type Step } from "./answers";
import { NOT_SURE, type StepForm, YES } from "./fields";
import type { Lookups } from "./formats";
import { judge, type Problem } from "./judge";
import { type Part, reportForm } from "./report-form";
import { NONE_OF_THESE } from "./steps/scope";

/** Where a draft stands: pure, from its stored answers and the policy in force. */
export type Journey = {
  /** In order. A step is done once it was saved and nothing in it is wrong. */
  steps: readonly StepStanding[];
  /** The first step that is not done; null when the report can be checked and sent. */
  next: Step | null;
};

export type StepStanding = {
  step: Step;
  title: string;
  /** Whether Continue was pressed on its page at least once. */
  seen: boolean;
  done: boolean;
  problems: Problem[];
};

/** `confirmed`: the steps on which Continue was pressed; what was saved by itself finishes none. */
export function journeyOf(
  document: PolicyDocument,
  answers: Answers,
  lookups: Lookups,
  protection: Protection = "https",
  confirmed: ReadonlySet<Step> = new Set(STEPS),
): Journey {
  const steps = reportForm(document, protection).map((form) => standingOf(form, answers, lookups, confirmed));
  return { steps, next: steps.find(({ done }) => !done)?.step ?? null };
}

function standingOf(form: StepForm, answers: Answers, lookups: Lookups, confirmed: ReadonlySet<Step>): StepStanding {
  const { problems } = judge(form.fields, answers, lookups);
  const seen = confirmed.has(form.step) && form.fields.some(({ name }) => answers[name] !== undefined);
  return { step: form.step, title: form.title, seen, done: seen && problems.length === 0, problems };
}

/** Whether a step may be opened: everything before it is done. */
export function canVisit(journey: Journey, step: Step | "check"): boolean {
  if (step !== "check" && !journey.steps.some((standing) => standing.step === step)) return false;
  if (journey.next === null) return true;
  return step !== "check" && STEPS.indexOf(step) <= STEPS.indexOf(journey.next);
}

/** Steps that were finished and no longer hold, after the policy or the form changed. */
export function brokenSteps(journey: Journey): StepStanding[] {
  return journey.steps.filter(({ seen, done }) => seen && !done);
}

export type Stop = { step: Step | "check"; part: Part };

/**
 * Where Continue leads after a step was saved: its interruption page if the answers ask for one, back to
 * the check page after a change, otherwise the next step in order.
 */
export function stopAfter(journey: Journey, answers: Answers, saved: Step, from: Part, changing: boolean): Stop {
  if (from === "step" && needsNotice(saved, answers)) return { step: saved, part: "notice" };
  if (changing) return { step: journey.next ?? "check", part: "step" };
  const following = journey.steps[placeOf(journey, saved) + 1]?.step;
  return { step: following ?? journey.next ?? "check", part: "step" };
}

/** The two interruption pages: usually out of scope, and stop testing. */
export function needsNotice(step: Step, answers: Answers): boolean {
  if (step === "exposure") return answers.exposed === YES;
  if (step !== "scope") return false;
  return (answers.outOfScope ?? []).some((id) => id !== NONE_OF_THESE);
}

/** Whether data was, or may have been, exposed. */
export function mayHaveExposedData(answers: Answers): boolean {
  return answers.exposed === YES || answers.exposed === NOT_SURE;
}

/** Where a step stands in the journey, from 0. */
export function placeOf(journey: Journey, step: Step): number {
  return journey.steps.findIndex((standing) => standing.step === step);
}

export function stepBefore(journey: Journey, step: Step): Step | null {
  return journey.steps[placeOf(journey, step) - 1]?.step ?? null;
}

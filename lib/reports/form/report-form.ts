import type { PolicyDocument } from "../../policy/schema";
import type { Protection } from "../protection";
import { STEPS, type Step } from "./answers";
import type { Field, StepBuilder, StepForm } from "./fields";
import { agreeStep } from "./steps/agree";
import { contactStep } from "./steps/contact";
import { creditStep } from "./steps/credit";
import { detailsStep } from "./steps/details";
import { exposureStep } from "./steps/exposure";
import { impactStep } from "./steps/impact";
import { productStep } from "./steps/product";
import { reproStep } from "./steps/repro";
import { scopeStep } from "./steps/scope";

const BUILDERS: Record<Step, StepBuilder> = {
  scope: scopeStep,
  exposure: exposureStep,
  product: productStep,
  details: detailsStep,
  repro: reproStep,
  impact: impactStep,
  contact: contactStep,
  credit: creditStep,
  agree: agreeStep,
};

/** What an encrypted report says in its one message has no steps of its own. */
const INSIDE_THE_MESSAGE: readonly Step[] = ["repro", "impact"];

/** The steps of a report that travels so, in order. */
export function stepsOf(protection: Protection): readonly Step[] {
  return protection === "https" ? STEPS : STEPS.filter((step) => !INSIDE_THE_MESSAGE.includes(step));
}

/** The questions of one step under a policy. */
export function stepForm(document: PolicyDocument, step: Step, protection: Protection = "https"): StepForm {
  return BUILDERS[step](document, protection);
}

/** The whole guided form under a policy, in order. */
export function reportForm(document: PolicyDocument, protection: Protection = "https"): StepForm[] {
  return stepsOf(protection).map((step) => stepForm(document, step, protection));
}

/** The questions whose answers an encrypted report keeps inside its message: steps 4 to 6. */
export function encryptedForms(document: PolicyDocument): StepForm[] {
  return (["details", ...INSIDE_THE_MESSAGE] as const)
    .map((step) => stepForm(document, step))
    .map((form) => ({ ...form, fields: form.fields.filter(({ name }) => name !== "onlyOne") }));
}

/** The part of a step that one page asks: the step itself, or its interruption page. */
export type Part = "step" | "notice";

export function fieldsOn(form: StepForm, part: Part): readonly Field[] {
  return form.fields.filter((field) => (field.onNotice === true) === (part === "notice"));
}

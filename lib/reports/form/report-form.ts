import type { PolicyDocument } from "../../policy/schema";
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

/** The questions of one step under a policy. */
export function stepForm(document: PolicyDocument, step: Step): StepForm {
  return BUILDERS[step](document);
}

/** The whole guided form under a policy, in order. */
export function reportForm(document: PolicyDocument): StepForm[] {
  return STEPS.map((step) => stepForm(document, step));
}

/** The part of a step that one page asks: the step itself, or its interruption page. */
export type Part = "step" | "notice";

export function fieldsOn(form: StepForm, part: Part): readonly Field[] {
  return form.fields.filter((field) => (field.onNotice === true) === (part === "notice"));
}

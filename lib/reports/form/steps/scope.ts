import { exclusionsOf, productsOf } from "../../../policy/document";
import type { PolicyDocument } from "../../../policy/schema";
import { type Choice, choice, type Field, line, NOT_SURE, prose, type StepBuilder } from "../fields";

export const SOMETHING_ELSE = "something_else";
export const NONE_OF_THESE = "none";

/** Beyond this many answers a list of radios is slower to read than a native select. */
const MAX_RADIOS = 8;

export const scopeStep: StepBuilder = (document) => ({
  step: "scope",
  title: "Is it in scope?",
  fields: [...productFields(document), ...exclusionFields(document)],
});

function productFields(document: PolicyDocument): Field[] {
  const products = productsOf(document);
  return [
    choice(
      "productId",
      "Which product is it in?",
      [
        ...products.map(({ key, name }) => [key, name] as const),
        [SOMETHING_ELSE, "Something else"],
        [NOT_SURE, "Not sure"],
      ],
      {
        need: "required",
        hint: "Pick the closest one",
        control: products.length > MAX_RADIOS ? "select" : "radios",
        error: "Select the product, “Something else” or “Not sure”",
      },
    ),
    line("productOther", "Product name", 120, {
      need: "required",
      when: { field: "productId", in: [SOMETHING_ELSE] },
      lead: "If something else:",
      min: 2,
      error: "Enter the product name",
    }),
  ];
}

function exclusionFields(document: PolicyDocument): Field[] {
  const exclusions = exclusionsOf(document);
  if (exclusions.length === 0) return [];
  const choices: Choice[] = exclusions.map(({ id, label }) => ({ value: id, label }));
  return [
    {
      kind: "choices",
      name: "outOfScope",
      label: "Does any of these describe it?",
      hint: "Tick all that describe it",
      need: "required",
      choices,
      none: { value: NONE_OF_THESE, label: "None of these" },
      error: "Select at least one, or “None of these”",
    },
    prose("scopeRationale", "What makes this one different?", 2000, {
      need: "required",
      when: { field: "outOfScope", in: choices.map(({ value }) => value) },
      onNotice: true,
      min: 20,
      rows: 6,
      hint: "Say how it can be used for real, and what it would do",
      error: "Tell us why it matters (20 characters or more)",
    }),
  ];
}

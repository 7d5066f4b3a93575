import { z } from "zod";
import type { PolicyDocument } from "../../policy/schema";
import type { Protection } from "../protection";
import {
  type AnswerKey,
  type Answers,
  isListAnswer,
  LIST_ANSWERS,
  type RawAnswers,
  SINGLE_ANSWERS,
  STEPS,
  type Step,
} from "./answers";
import type { Field, StepForm } from "./fields";
import type { Lookups } from "./formats";
import { judge, type Problem } from "./judge";
import { fieldsOn, type Part, reportForm, stepForm } from "./report-form";

/** What a step's schema gives: clean answers, and what was taken out of them on the way. */
export type StepInput = { answers: Answers; notices: Problem[] };

/**
 * The schema of one page of a step, built from a policy. Unknown fields and wrong types are refused
 * outright; everything a person can get wrong becomes one sentence at its field.
 */
export function stepSchema(
  form: StepForm,
  lookups: Lookups,
  part: Part = "step",
  known: RawAnswers = {},
): z.ZodType<StepInput> {
  const fields = fieldsOn(form, part);
  return rawSchema(fields.map(({ name }) => name)).transform((raw, issues) => {
    const { answers, problems, notices } = judge(fields, raw, lookups, known);
    for (const { field, message } of problems) issues.addIssue({ code: "custom", path: [field], message });
    return { answers, notices };
  });
}

export function stepSchemas(document: PolicyDocument, lookups: Lookups): Record<Step, z.ZodType<StepInput>> {
  const schemas = STEPS.map((step) => [step, stepSchema(stepForm(document, step), lookups)]);
  return Object.fromEntries(schemas) as Record<Step, z.ZodType<StepInput>>;
}

/**
 * The strict schema of a whole report, checked once more when it is sent. Gives the answers to store.
 * Answers that the policy in force no longer asks for are left out; keys that no form knows are refused.
 */
export function reportSchema(
  document: PolicyDocument,
  lookups: Lookups,
  protection: Protection = "https",
): z.ZodType<Answers> {
  const fields = reportForm(document, protection).flatMap((form) => form.fields);
  return rawSchema([...SINGLE_ANSWERS, ...LIST_ANSWERS]).transform((raw, issues) => {
    const { answers, problems } = judge(fields, raw, lookups);
    for (const { field, message } of problems) issues.addIssue({ code: "custom", path: [field], message });
    return answers;
  });
}

/** Room for what is typed beyond a limit, so that it can be shown again with the sentence that asks to shorten it. */
const TYPED_MAX = 200_000;
const ITEMS_MAX = 200;

function rawSchema(keys: readonly AnswerKey[]): z.ZodType<RawAnswers> {
  const text = z.string().max(TYPED_MAX);
  const listOrText = z.union([text, z.array(text).max(ITEMS_MAX)]);
  const shape: Record<string, z.ZodOptional<z.ZodType<string | string[]>>> = {};
  for (const key of keys) shape[key] = (isListAnswer(key) ? listOrText : text).optional();
  return z.strictObject(shape);
}

/** The step that asks for an answer, for links from the check page. */
export function stepOf(document: PolicyDocument, key: string): Step | undefined {
  return reportForm(document).find((form) => form.fields.some(({ name }) => name === key))?.step;
}

export type ReadForm = { raw: RawAnswers; unexpected: string[] };

/**
 * The answers among a form's values. Lists may be named with or without `[]`. Names that the page does
 * not ask for, and single answers given twice, are `unexpected` (security-tests.md IN-10).
 */
export function readForm(fields: readonly Field[], values: Readonly<Record<string, string | string[]>>): ReadForm {
  const raw: RawAnswers = {};
  const unexpected: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("_")) continue;
    const key = name.endsWith("[]") ? name.slice(0, -2) : name;
    const field = fields.find((candidate) => candidate.name === key);
    const list = field !== undefined && isListAnswer(field.name);
    if (!field || (!list && (name !== key || Array.isArray(value))) || raw[field.name] !== undefined)
      unexpected.push(name);
    else
      raw[field.name] = field.kind === "lines" && Array.isArray(value) && value.length === 1 ? (value[0] ?? "") : value;
  }
  return { raw, unexpected };
}

const formValuesSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/**
 * The schema of one page as its form sends it, for the action and for the browser alike. Fields that
 * are the portal's own (`_rev`) are passed over.
 */
export function pageSchema(fields: readonly Field[], lookups: Lookups, known: RawAnswers = {}): z.ZodType<StepInput> {
  return formValuesSchema.transform((values, issues) => {
    const { raw, unexpected } = readForm(fields, values);
    if (unexpected.length > 0) issues.addIssue({ code: "custom", path: ["form"], message: UNEXPECTED });
    const { answers, problems, notices } = judge(fields, raw, lookups, known);
    for (const { field, message } of problems) issues.addIssue({ code: "custom", path: [field], message });
    return { answers, notices };
  });
}

const UNEXPECTED = "This page sent something that it does not ask for. Reload it and try again";

import { z } from "zod";
import type { PolicyDocument } from "../policy/schema";
import { type AnswerKey, type Answers, isAnswerKey, type Step } from "./form/answers";
import { type Field, isAsked } from "./form/fields";
import { reportForm } from "./form/report-form";
import { storedAnswersSchema } from "./form/stored-answers";
import { cleanText, keepBytes, tooLong, unstorable } from "./text";

/** What one addition holds: a text, to one answer or to the whole report; or further answers of the form. */
export type AdditionContent = { about: AnswerKey | null; text: string } | { answers: Answers };

const contentSchema: z.ZodType<AdditionContent> = z.union([
  z.strictObject({ about: z.string().refine(isAnswerKey).nullable(), text: z.string() }),
  z.strictObject({ answers: storedAnswersSchema }),
]);

/** As it is sealed: with the salt of the commitment that the ledger keeps. */
export const storedAdditionSchema = z.strictObject({ value: contentSchema, salt: z.string() });

/** Steps whose answers say something about the vulnerability; who one is and what one agreed to stay as sent. */
const ADDED_TO: readonly Step[] = ["scope", "exposure", "product", "details", "repro", "impact"];

export type AdditionTarget = { title: string; fields: { key: AnswerKey; label: string }[] };

/** The answers of a report that something can be added to, in the sections of its form. */
export function additionTargets(document: PolicyDocument, answers: Answers): AdditionTarget[] {
  return reportForm(document)
    .filter(({ step }) => ADDED_TO.includes(step))
    .map(({ title, fields }) => ({
      title,
      fields: fields
        .filter((field) => field.kind !== "tick" && field.kind !== "hidden" && isAsked(field, answers))
        .map(({ name, label }) => ({ key: name, label })),
    }));
}

/** What the page of additions sends. `about` is empty for the whole report. */
export const additionSchema = z.strictObject({
  about: z.string().max(60).default(""),
  text: z.string().default(""),
  /** Chosen by the page: a form sent twice is one addition. */
  idempotencyKey: z.string().max(64).optional(),
});
export type AdditionInput = z.infer<typeof additionSchema>;

/** Longest text of an addition, in code points; a proof of concept has the room of its answer. */
export const ADDITION_MAX = 20_000;
const EXACT_MAX = 50_000;

export type JudgedAddition =
  | { ok: true; content: { about: AnswerKey | null; text: string } }
  | { ok: false; fieldErrors: Record<string, string[]> };

/** The text as it is kept, or what is wrong with it. Added to a proof of concept it keeps its bytes, as that does. */
export function judgeAddition(document: PolicyDocument, answers: Answers, input: AdditionInput): JudgedAddition {
  const refuse = (field: string, message: string): JudgedAddition => ({
    ok: false,
    fieldErrors: { [field]: [message] },
  });
  const about = input.about === "" ? null : input.about;
  const targets = additionTargets(document, answers).flatMap(({ fields }) => fields);
  const target = targets.find(({ key }) => key === about);
  if (about !== null && !target) return refuse("about", "Select the answer that this belongs to");
  const exact = target !== undefined && keepsBytes(document, target.key);
  const unkept = unstorable(input.text, exact ? "bytes" : "clean");
  if (unkept !== null) return refuse("text", unkept);
  const text = exact ? keepBytes(input.text) : cleanText(input.text);
  if (text.trim() === "") return refuse("text", "Write what you want to add");
  const excess = tooLong(text, exact ? EXACT_MAX : ADDITION_MAX);
  if (excess !== null) return refuse("text", excess);
  return { ok: true, content: { about: target?.key ?? null, text } };
}

/** Whether an answer is kept as typed and shown without markup. */
export function keepsBytes(document: PolicyDocument, key: AnswerKey): boolean {
  const field = fieldOf(document, key);
  return field?.kind === "text" && field.shape === "raw";
}

export function fieldOf(document: PolicyDocument, key: AnswerKey): Field | undefined {
  return reportForm(document)
    .flatMap(({ fields }) => fields)
    .find(({ name }) => name === key);
}

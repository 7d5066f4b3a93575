import { type AnswerKey, type Answers, isListAnswer } from "../form/answers";
import type { Field } from "../form/fields";
import { answerInWords } from "../form/summary";

/*
 * Two versions of a page: the one that was sent and the one that is stored. The form carries the choice between them
 * for each question, so that it works without scripts: `_keep-title` is "mine" or "theirs".
 */

export type FormValues = Record<string, string | string[]>;

/** The name of the choice between two versions of an answer. */
export const keepName = (name: string) => `_keep-${name}`;
/** Under which name a refused form shows the other version, in words. */
export const theirsName = (name: string) => `_theirs-${name}`;

/** The questions to which two versions have different answers. */
export function differences(fields: readonly Field[], mine: Answers, theirs: Answers): Field[] {
  return fields.filter(({ kind, name }) => kind !== "hidden" && !sameAnswer(mine[name], theirs[name]));
}

export function sameAnswer(one: string | string[] | undefined, other: string | string[] | undefined): boolean {
  const text = (value: string | string[] | undefined) => [value ?? []].flat().filter(Boolean).join("\n");
  return text(one) === text(other);
}

/** The other version of these questions as a refused form carries it. */
export function theirsInWords(fields: readonly Field[], theirs: Answers): FormValues {
  return Object.fromEntries(fields.map((field) => [theirsName(field.name), answerInWords(field, theirs[field.name])]));
}

/** A form's values with the stored answers where those were chosen. What hangs on an answer follows its choice. */
export function withChoices(fields: readonly Field[], values: Readonly<FormValues>, stored: Answers): FormValues {
  const merged: FormValues = { ...values };
  const taken = new Set<AnswerKey>();
  for (const field of fields) {
    const follows = field.when !== undefined && taken.has(field.when.field);
    if (values[keepName(field.name)] === "theirs" || follows) taken.add(field.name);
  }
  for (const field of fields) {
    if (!taken.has(field.name)) continue;
    delete merged[field.name];
    delete merged[`${field.name}[]`];
    Object.assign(merged, asSent(field, stored[field.name]));
  }
  return merged;
}

/** A stored answer as a form would send it; a tick or a list without any is not sent at all. */
function asSent(field: Field, answer: string | string[] | undefined): FormValues {
  const items = [answer ?? []].flat().filter((item) => item !== "");
  if (field.kind === "lines") return { [`${field.name}[]`]: [items.join("\n")] };
  if (items.length === 0) return {};
  return isListAnswer(field.name) ? { [`${field.name}[]`]: items } : { [field.name]: items[0] ?? "" };
}

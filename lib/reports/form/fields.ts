import type { PolicyDocument } from "../../policy/schema";
import type { Protection } from "../protection";
import type { AnswerKey, ListAnswer, RawAnswers, SingleAnswer, Step } from "./answers";

/** Asked as plain data, so that page, validation, summary and browser all read one definition. */

export type Choice = { value: string; label: string; hint?: string };

/** The field is asked only when another one holds one of these values. */
export type Condition = { field: AnswerKey; in: readonly string[] };

/** `nudged`: blank is accepted and listed on the check page under "Would help us most". */
export type Need = "required" | "nudged" | "optional";

type Common = {
  label: string;
  /** One short sentence without a full stop, at most 120 characters, no links. */
  hint?: string;
  need: Need;
  when?: Condition;
  /** Required under this condition, otherwise as `need` says. */
  requiredWhen?: Condition;
  /** Words before a conditional question, for pages where it cannot be hidden. */
  lead?: string;
  /** Asked on the interruption page of its step instead of the step itself. */
  onNotice?: boolean;
};

/** What a one-line text has to look like. */
export type Format =
  | "plain"
  | "email"
  | "https"
  | "version"
  | "cvss"
  | "cve-id"
  | "display-text"
  | "future-date"
  | "time"
  | "zone"
  | "policy-version"
  | "pgp-message"
  | "pgp-key";

export type TextField = Common & {
  kind: "text";
  name: SingleAnswer;
  /** `line`: one line; `prose`: several; `raw`: several, bytes kept as typed. */
  shape: "line" | "prose" | "raw";
  format: Format;
  /** Code points. */
  min: number;
  max: number;
  /** Said when it is missing, too short or of the wrong form. */
  error: string;
  /** HTML autocomplete token. */
  autocomplete?: string;
  rows?: number;
  markdown?: boolean;
};

export type ChoiceField = Common & {
  kind: "choice";
  name: SingleAnswer;
  control: "radios" | "select";
  choices: readonly Choice[];
  /** Preselected while unanswered. */
  standard?: string;
  error: string;
};

export type ChoicesField = Common & {
  kind: "choices";
  name: ListAnswer;
  choices: readonly Choice[];
  /** The value that excludes all others. */
  none?: Choice;
  error: string;
};

export type TickField = Common & {
  kind: "tick";
  name: SingleAnswer;
  error: string;
  /** The text field that must be blank while this is ticked, and what is said otherwise. */
  excludes?: { field: SingleAnswer; error: string };
};

export type LinesField = Common & {
  kind: "lines";
  name: ListAnswer;
  item: "url" | "cwe" | "finder";
  maxItems: number;
  error: string;
};

/** Known to the page, carried along, not asked. */
export type HiddenField = Common & { kind: "hidden"; name: SingleAnswer; expected: string; error: string };

export type Field = TextField | ChoiceField | ChoicesField | TickField | LinesField | HiddenField;

export type StepForm = { step: Step; title: string; fields: readonly Field[] };

export type StepBuilder = (document: PolicyDocument, protection: Protection) => StepForm;

export const YES = "yes";
export const NOT_SURE = "not_sure";

type TextOptions = Partial<Omit<TextField, "kind" | "name" | "label" | "max">>;

export function line(name: SingleAnswer, label: string, max: number, options: TextOptions = {}): TextField {
  return { kind: "text", name, label, max, shape: "line", ...textDefaults, ...options };
}

export function prose(name: SingleAnswer, label: string, max: number, options: TextOptions = {}): TextField {
  return { kind: "text", name, label, max, shape: "prose", ...textDefaults, ...options };
}

const textDefaults = { format: "plain", min: 0, need: "optional", error: "Check this answer" } as const;

type ChoiceOptions = Partial<Omit<ChoiceField, "kind" | "name" | "label" | "choices">>;

export function choice(
  name: SingleAnswer,
  label: string,
  choices: readonly (readonly [value: string, label: string, hint?: string])[],
  options: ChoiceOptions = {},
): ChoiceField {
  return {
    kind: "choice",
    name,
    label,
    control: "radios",
    need: "optional",
    error: "Select one",
    ...options,
    choices: choices.map(([value, text, hint]) => (hint ? { value, label: text, hint } : { value, label: text })),
  };
}

export function tick(
  name: SingleAnswer,
  label: string,
  options: Partial<Omit<TickField, "kind" | "name">> = {},
): TickField {
  return { kind: "tick", name, label, need: "optional", error: "Tick the box", ...options };
}

export function lines(
  name: ListAnswer,
  label: string,
  item: LinesField["item"],
  maxItems: number,
  options: Partial<Omit<LinesField, "kind" | "name" | "item" | "maxItems">> = {},
): LinesField {
  return { kind: "lines", name, label, item, maxItems, need: "optional", error: "Enter at least one line", ...options };
}

/** Whether the answers so far ask for this field at all. */
export function isAsked(field: Field, answers: RawAnswers): boolean {
  return !field.when || holds(field.when, answers);
}

/** Whether a blank is refused. */
export function isRequired(field: Field, answers: RawAnswers): boolean {
  if (!isAsked(field, answers)) return false;
  return field.need === "required" || (field.requiredWhen !== undefined && holds(field.requiredWhen, answers));
}

function holds(condition: Condition, answers: RawAnswers): boolean {
  const parent = answers[condition.field];
  const given = parent === undefined ? [] : Array.isArray(parent) ? parent : [parent];
  return given.some((value) => condition.in.includes(value));
}

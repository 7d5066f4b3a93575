import { z } from "zod";
import type { PolicyDocument } from "../policy/schema";
import { type AnswerKey, type Answers, isAnswerKey, isListAnswer } from "./form/answers";
import type { TextField } from "./form/fields";
import { reportForm } from "./form/report-form";
import type { ReportState, Resolution } from "./state";

/** How many reports one report can be split into, besides itself. */
export const PARTS_AT_MOST = 5;

/** Days in which the reporter can answer; from then on a coordinator may go ahead without an answer. */
export const DAYS_TO_ANSWER = 7;

/** What every report says of who sent it and of the policy that it was sent under: goes to each part. */
const CARRIED: readonly AnswerKey[] = [
  "identity",
  "contactName",
  "email",
  "pgpKey",
  "group",
  "jobTitle",
  "language",
  "shareIdentity",
  "creditWish",
  "creditText",
  "creditUrl",
  "creditOrg",
  "creditType",
  "policyVersion",
  "accepted",
  "conduct",
];

const NEVER_CHOSEN: readonly AnswerKey[] = ["title", "onlyOne", "encryptedMessage"];
const OF_THE_REPORT = ["contact", "credit", "agree"];

/** One report to be: its own title, answers copied by name, and words of the coordinator. */
export type SplitPart = { title: string; keys: AnswerKey[]; details: string };

export const splitPartSchema: z.ZodType<SplitPart> = z.strictObject({
  title: z.string(),
  keys: z.array(z.custom<AnswerKey>((key) => typeof key === "string" && isAnswerKey(key))),
  details: z.string(),
});

/** The given answers that a part may copy: those about vulnerabilities, never those about people or the policy. */
export function copyableAnswers(document: PolicyDocument, answers: Answers): { key: AnswerKey; label: string }[] {
  return reportForm(document)
    .filter(({ step }) => !OF_THE_REPORT.includes(step))
    .flatMap(({ fields }) => fields)
    .filter(({ name, kind }) => kind !== "hidden" && !NEVER_CHOSEN.includes(name))
    .filter(({ name }) => (answers[name]?.length ?? 0) > 0)
    .map(({ name, label }) => ({ key: name, label }));
}

export type SplitSubject = {
  state: ReportState;
  resolution: Resolution | null;
  /** It was split from another report itself. */
  isPart: boolean;
  encrypted: boolean;
  /** A proposal waits for an answer. */
  proposed: boolean;
};

/** Why a report cannot be split now, in a sentence; null when it can. */
export function splitRefusal({ state, resolution, isPart, encrypted, proposed }: SplitSubject): string | null {
  if (resolution === "duplicate") return "This report is a duplicate: split the one that it repeats.";
  if (state === "closed") return "This report is closed. Open it again before you split it.";
  if (isPart) return "This report was split from another already. Split that one once more instead.";
  if (encrypted) {
    return "The portal cannot read this report, so it cannot take it apart. Ask the reporter to send the others by themselves.";
  }
  if (proposed) return "A proposal to split this report waits for the reporter’s answer.";
  return null;
}

/** From when on a coordinator may go ahead without an answer. */
export function decideBy(proposedAt: Date): Date {
  return new Date(proposedAt.getTime() + DAYS_TO_ANSWER * 86_400_000);
}

/** The answers of one part: what every report carries, what was chosen of this one, and the coordinator's words. */
export function answersOfPart(document: PolicyDocument, answers: Answers, part: SplitPart): Answers {
  const may = copyableAnswers(document, answers).map(({ key }) => key);
  const chosen = part.keys.filter((key) => may.includes(key));
  const own: Answers = {};
  for (const key of [...CARRIED, ...chosen]) {
    if (isListAnswer(key)) own[key] = answers[key];
    else own[key] = answers[key];
  }
  own.title = part.title;
  own.details = [own.details ?? "", part.details].filter((text) => text !== "").join("\n\n");
  return own;
}

/** The reasons why these parts cannot be proposed, by field (`title2`); null when they can. */
export function judgeParts(
  document: PolicyDocument,
  answers: Answers,
  parts: readonly SplitPart[],
): Record<string, string[]> | null {
  const [title, details] = [textField(document, "title"), textField(document, "details")];
  const may = copyableAnswers(document, answers).map(({ key }) => key);
  const errors: Record<string, string[]> = {};
  if (parts.length === 0) errors.title1 = ["Describe one report at least that is to be split off"];
  if (parts.length > PARTS_AT_MOST) errors.form = [`Split off ${PARTS_AT_MOST} reports at most`];
  parts.forEach((part, index) => {
    const at = index + 1;
    if (!fits(title, part.title)) errors[`title${at}`] = [title.error];
    if (part.keys.some((key) => !may.includes(key))) {
      errors[`keys${at}`] = ["One of these answers cannot be copied. Choose again"];
    }
    if (!fits(details, answersOfPart(document, answers, part).details ?? "")) {
      errors[`details${at}`] = [
        `Describe it in ${details.min} to ${details.max} characters, or copy the description of this report`,
      ];
    }
  });
  return Object.keys(errors).length > 0 ? errors : null;
}

function fits({ min, max }: TextField, text: string): boolean {
  const length = [...text].length;
  return length >= min && length <= max;
}

function textField(document: PolicyDocument, name: "title" | "details"): TextField {
  const field = reportForm(document)
    .flatMap(({ fields }) => fields)
    .find((candidate) => candidate.name === name);
  if (field?.kind !== "text") throw new Error(`the form asks for no ${name}`);
  return field;
}

const line = z.string().trim().max(1000).default("");
const prose = z.string().trim().max(60_000).default("");
const keys = z.preprocess(
  (given) => (given === undefined ? [] : [given].flat()),
  z.array(z.string().refine(isAnswerKey, "Choose again")),
);

const fieldsOfParts = Object.fromEntries(
  Array.from({ length: PARTS_AT_MOST }, (_, index) => index + 1).flatMap((at): [string, z.ZodType][] => [
    [`title${at}`, line],
    [`details${at}`, prose],
    [`keys${at}`, keys],
  ]),
);

export const SPLIT_TEXT_MAX = 5000;

/** What the form of a proposal sends: numbered fields, of which the parts left blank are none. */
export const splitSchema = z
  .object({
    text: z
      .string()
      .trim()
      .min(10, "Tell the reporter why, in 10 characters or more")
      .max(SPLIT_TEXT_MAX, `Shorten this to ${SPLIT_TEXT_MAX} characters`),
    ...fieldsOfParts,
  })
  .transform((form: Record<string, unknown>): { text: string; parts: SplitPart[] } => ({
    text: String(form.text),
    parts: partsOf(form),
  }));
export type SplitInput = z.output<typeof splitSchema>;

/** Parts keep the places of the form: a blank one between two others is refused at its own fields, not moved. */
function partsOf(form: Record<string, unknown>): SplitPart[] {
  const all = Array.from({ length: PARTS_AT_MOST }, (_, index) => {
    const at = index + 1;
    const chosen = form[`keys${at}`];
    return {
      title: String(form[`title${at}`] ?? ""),
      details: String(form[`details${at}`] ?? ""),
      keys: Array.isArray(chosen) ? chosen.filter((key): key is AnswerKey => isAnswerKey(String(key))) : [],
    };
  });
  const last = all.findLastIndex(({ title, details, keys: copied }) => `${title}${details}${copied.join()}` !== "");
  return all.slice(0, last + 1);
}

/** The reporter's answer: `word` is asked for with a no. */
export const splitAnswerSchema = z
  .object({
    proposal: z.string().max(64),
    answer: z.enum(["confirm", "decline"], { error: "Press one of the buttons" }),
    word: z.string().trim().max(SPLIT_TEXT_MAX, `Shorten this to ${SPLIT_TEXT_MAX} characters`).default(""),
  })
  .refine(({ answer, word }) => answer === "confirm" || word !== "", {
    path: ["word"],
    message: "Say in a few words why not",
  });
export type SplitAnswer = z.output<typeof splitAnswerSchema>;

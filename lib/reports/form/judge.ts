import { blockKind, blockProblem, PRIVATE_KEY } from "../../pgp/blocks";
import { cleanText, keepBytes, lengthOf, tooLong, unstorable } from "../text";
import { type AnswerKey, type Answers, isListAnswer, type RawAnswers } from "./answers";
import { type ChoiceField, type ChoicesField, type Field, isAsked, isRequired, type TextField } from "./fields";
import { formatProblem, judgeLine, type Lookups } from "./formats";

/** One thing wrong with one field, as the sentence that stands at the field and in the summary. */
export type Problem = { field: AnswerKey; message: string };

export type Verdict = {
  /** Cleaned answers of the fields that are asked; blank ones are absent. */
  answers: Answers;
  problems: Problem[];
  /** Where something was taken out of what was typed, to be said to the person. */
  notices: Problem[];
};

/** Judges these fields of a step. `known` holds the answers of the step that this page does not ask. */
export function judge(fields: readonly Field[], raw: RawAnswers, lookups: Lookups, known: RawAnswers = {}): Verdict {
  const context: RawAnswers = { ...known };
  for (const { name } of fields) delete context[name];
  Object.assign(context, raw);
  const verdict: Verdict = { answers: {}, problems: [], notices: [] };
  for (const field of fields) {
    if (!isAsked(field, context)) continue;
    judgeField(field, raw[field.name], isRequired(field, context), lookups, verdict);
  }
  for (const field of fields) judgeTogether(field, lookups, verdict);
  return verdict;
}

function judgeField(
  field: Field,
  given: string | string[] | undefined,
  required: boolean,
  lookups: Lookups,
  verdict: Verdict,
): void {
  const refuse = (message: string) => verdict.problems.push({ field: field.name, message });
  const unkept = unstorableIn(field, given);
  if (unkept !== null) {
    refuse(unkept);
    return;
  }
  switch (field.kind) {
    case "text":
      judgeText(field, single(given), required, lookups, verdict);
      return;
    case "choice":
      judgeChoice(field, single(given), required, verdict);
      return;
    case "choices":
      judgeChoices(field, list(given), required, verdict);
      return;
    case "tick": {
      const value = single(given);
      if (value === "yes") verdict.answers[field.name] = "yes";
      else if (value !== "" || required) refuse(field.error);
      return;
    }
    case "hidden":
      if (single(given) === field.expected) verdict.answers[field.name] = field.expected;
      else refuse(field.error);
      return;
    case "lines": {
      const kept: string[] = [];
      const typed = list(given).map(cleanText);
      const before = verdict.problems.length;
      for (const [index, line] of typed.entries()) {
        if (line === "") continue;
        const judged = judgeLine(field.item, line, index + 1, lookups);
        if ("problem" in judged) refuse(judged.problem);
        else {
          if (!kept.includes(judged.value)) kept.push(judged.value);
          if (judged.notice) verdict.notices.push({ field: field.name, message: judged.notice });
        }
      }
      if (kept.length > field.maxItems) refuse(`Remove lines until only ${field.maxItems} are left`);
      if (kept.length > 0) verdict.answers[field.name] = kept;
      else if (required && verdict.problems.length === before) refuse(field.error);
      return;
    }
  }
}

function judgeText(field: TextField, given: string, required: boolean, lookups: Lookups, verdict: Verdict): void {
  const refuse = (message: string) => verdict.problems.push({ field: field.name, message });
  const cleaned = field.shape === "raw" ? keepBytes(given) : cleanText(given);
  const text = field.shape === "line" ? cleaned.replace(/\s*[\n\t]\s*/g, " ") : cleaned;
  if (text === "") {
    if (required) refuse(field.error);
    return;
  }
  const excess = tooLong(text, field.max);
  if (excess) {
    refuse(field.name === "title" ? field.error : excess);
    return;
  }
  if (lengthOf(text) < field.min) {
    refuse(field.error);
    return;
  }
  const problem = formatProblem(field.format, text, field.error, lookups);
  if (problem) refuse(problem);
  else verdict.answers[field.name] = text;
}

function judgeChoice(field: ChoiceField, given: string, required: boolean, verdict: Verdict): void {
  if (field.choices.some(({ value }) => value === given)) verdict.answers[field.name] = given;
  else if (given !== "" || required) verdict.problems.push({ field: field.name, message: field.error });
}

function judgeChoices(field: ChoicesField, given: string[], required: boolean, verdict: Verdict): void {
  const refuse = (message: string) => verdict.problems.push({ field: field.name, message });
  const ticked = [...new Set(given.filter((value) => value !== ""))];
  const known = [...field.choices, ...(field.none ? [field.none] : [])].map(({ value }) => value);
  if (ticked.length === 0) {
    if (required) refuse(field.error);
    return;
  }
  if (!ticked.every((value) => known.includes(value))) {
    refuse(field.error);
    return;
  }
  if (field.none && ticked.length > 1 && ticked.includes(field.none.value)) {
    refuse(`“${field.none.label}” can’t be combined`);
    return;
  }
  verdict.answers[field.name] = ticked;
}

/** Answers that contradict each other. */
function judgeTogether(field: Field, lookups: Lookups, verdict: Verdict): void {
  const { answers, problems } = verdict;
  if (field.kind === "tick" && field.excludes && answers[field.name] && answers[field.excludes.field])
    problems.push({ field: field.excludes.field, message: field.excludes.error });
  if (field.name === "cvss" && answers.cvss && answers.severity && answers.severity !== "not_sure") {
    const scored = lookups.readVector?.(answers.cvss);
    if (scored?.ok && scored.band !== answers.severity)
      problems.push({
        field: "severity",
        message: `Your vector scores ${scored.score.toFixed(1)}, which is ${scored.band}. Change one of the two`,
      });
  }
}

/** Why what was given cannot be stored at all, or null. */
export function unstorableIn(field: Field, given: string | string[] | undefined): string | null {
  const kept = field.kind === "text" && field.shape === "raw" ? "bytes" : "clean";
  const takesBlocks = field.kind === "text" && (field.format === "pgp-key" || field.format === "pgp-message");
  for (const text of [given ?? []].flat()) {
    const problem = takesBlocks && blockKind(text) === "private_key" ? PRIVATE_KEY : unstorable(text, kept);
    // Words typed where ciphertext belongs are not kept, not even to come back to.
    if (field.name === "encryptedMessage" && text.trim() !== "" && problem === null) {
      const readable = blockProblem(text, "message");
      if (readable) return readable;
    }
    if (problem) return problem;
  }
  return null;
}

function single(given: string | string[] | undefined): string {
  return (Array.isArray(given) ? given[0] : given) ?? "";
}

function list(given: string | string[] | undefined): string[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : given.split(/\r\n|\r|\n/);
}

/** Stored as typed, without judgement: what a person leaves to come back to. */
export function asTyped(fields: readonly Field[], raw: RawAnswers): Answers {
  const answers: Answers = {};
  for (const { name } of fields) {
    if (isListAnswer(name)) answers[name] = list(raw[name]).map((item) => keepBytes(item));
    else answers[name] = keepBytes(single(raw[name]));
  }
  return answers;
}

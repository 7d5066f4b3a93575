import { z } from "zod";
import { newSalt, type SaltedAnswer } from "../receipts/receipt";
import { type Answers, storedAnswersSchema } from "./form/answers";

/** Answers with the salt of each commitment, as they are sealed: a withheld answer has lost both. */
const storedSchema = z.record(z.string(), z.strictObject({ value: z.unknown(), salt: z.string() }));

export type SaltedAnswers = Record<string, SaltedAnswer>;

export function saltAnswers(answers: Answers): SaltedAnswers {
  const given = Object.entries(answers).filter(([, value]) => value !== undefined && value !== "" && value.length > 0);
  return Object.fromEntries(given.map(([key, value]) => [key, { value: value ?? "", salt: newSalt() }]));
}

export function storedForm(salted: SaltedAnswers): Record<string, { value: unknown; salt: string }> {
  return Object.fromEntries(
    Object.entries(salted).map(([key, { value, salt }]) => [
      key,
      { value, salt: Buffer.from(salt).toString("base64url") },
    ]),
  );
}

/** The answers of a report, and each with its salt for the reporter's export. */
export function readStored(stored: unknown): {
  answers: Answers;
  salted: Record<string, { value: unknown; salt: string }>;
} {
  const salted = storedSchema.parse(stored);
  const values = Object.fromEntries(Object.entries(salted).map(([key, { value }]) => [key, value]));
  return { answers: storedAnswersSchema.parse(values), salted };
}

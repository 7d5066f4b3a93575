import { z } from "zod";
import type { SaltedAnswer } from "../receipts/answer-verdicts";
import { newSalt } from "../receipts/leaves";
import type { Answers } from "./form/answers";
import { storedAnswersSchema } from "./form/stored-answers";

/** Answers with the salt of each commitment, as they are sealed: a withheld answer has lost both. */
export type SaltedAnswers = Record<string, SaltedAnswer>;

const storedSchema = z.record(z.string(), z.strictObject({ value: z.unknown(), salt: z.string() }));

/** Salts what was answered; what was left blank has nothing to commit to. */
export function saltAnswers(answers: Answers): SaltedAnswers {
  const given = Object.entries(answers).filter(([, value]) => value !== undefined && value.length > 0);
  return Object.fromEntries(given.map(([key, value]) => [key, { value, salt: newSalt() }]));
}

/** The answers of a report, and each with its salt for the reporter's export. */
export function readStored(stored: unknown): { answers: Answers; salted: SaltedAnswers } {
  const salted = storedSchema.parse(stored);
  const values = Object.fromEntries(Object.entries(salted).map(([key, { value }]) => [key, value]));
  return { answers: storedAnswersSchema.parse(values), salted };
}

const shownSchema = z.object({ value: z.string() }).optional();
const listedSchema = z.object({ productId: shownSchema, productOther: shownSchema, contactName: shownSchema });

/** The few answers that a list shows, without reading the others: a page of a list has fifty reports. */
export function readListed(stored: unknown): Pick<Answers, "productId" | "productOther" | "contactName"> {
  const { productId, productOther, contactName } = listedSchema.parse(stored);
  return { productId: productId?.value, productOther: productOther?.value, contactName: contactName?.value };
}

const contactSchema = z.object({ email: shownSchema, pgpKey: shownSchema });

/** A reporter's address and armoured OpenPGP key; null for what was not given. */
export type Contact = { email: string | null; pgpKey: string | null };

/** The contact that came with a report, without reading its other answers. */
export function readContact(stored: unknown): Contact {
  const { email, pgpKey } = contactSchema.parse(stored);
  return { email: email?.value || null, pgpKey: pgpKey?.value || null };
}

import { z } from "zod";
import { parseEmailAddress } from "../accounts/email-address";

export const SUBJECT_MAX = 150;
export const QUESTION_MAX = 5000;

const key = z.string().min(8).max(64);
const text = z
  .string()
  .trim()
  .min(1, "Write your question")
  .max(QUESTION_MAX, `Use at most ${QUESTION_MAX} characters`)
  .refine((value) => !/[\0\p{Surrogate}]/u.test(value), "The text holds characters that cannot be kept");

export const inquirySchema = z.strictObject({
  subject: z
    .string()
    .trim()
    .min(1, "Say in a few words what it is about")
    .max(SUBJECT_MAX, `Use at most ${SUBJECT_MAX} characters`)
    .refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value), "Use one line of plain text"),
  text,
  /** Where to answer; asked of whoever is not signed in. */
  email: z.string().max(300).default(""),
  /** Sent with the second press, after the hint that this reads like a report. */
  sure: z.enum(["yes"]).optional(),
  idempotencyKey: key,
});
export type NewInquiry = z.output<typeof inquirySchema>;

export const inquiryMessageSchema = z.strictObject({ text, idempotencyKey: key });

/** The asker's address, or the sentence that says what is wrong with it. */
export function answerAddress(typed: string): { address: string } | { problem: string } {
  if (typed.trim() === "") return { problem: "Enter an e-mail address, so that we can answer" };
  const address = parseEmailAddress(typed);
  return address ? { address } : { problem: "Enter an e-mail address like name@example.org" };
}

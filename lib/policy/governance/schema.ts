import { z } from "zod";
import { warningReasonSchema } from "../drafts/schema";

const text = (min: number, max: number, tooShort: string) =>
  z
    .string(tooShort)
    .transform((value) => value.normalize("NFC").trim())
    .refine((value) => [...value].length >= min, tooShort)
    .refine((value) => [...value].length <= max, `Keep it to ${max} characters`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a database text cannot hold
    .refine((value) => !/[\u0000\p{Surrogate}]/u.test(value), "Use letters, numbers and signs only");

const hash = z.string().regex(/^[0-9a-f]{64}$/, "Look at the text again");

/** A name under a text: who, as what, that they read it, and the bytes that they saw. */
export const signSchema = z.object({
  hash,
  typedName: text(2, 120, "Enter your full name"),
  typedRole: text(2, 120, "Enter your role, such as Chief Privacy and Security Officer"),
  note: text(0, 2000, "").optional().default(""),
  read: z.literal("yes", "Confirm that you have read it"),
});
export type SignInput = z.output<typeof signSchema>;

export const publishSchema = z.object({ hash });

export const returnSchema = z.object({ note: text(10, 2000, "Write what has to change, in 10 characters or more") });
/** Empty takes the reason back. */
export const reasonSchema = z.object({
  reason: z.preprocess((typed) => (String(typed).trim() === "" ? null : typed), warningReasonSchema.nullable()),
});
export const raiseSchema = z.object({ reason: text(10, 1000, "Write why it is major, in 10 characters or more") });

import { z } from "zod";

/** A mark for the next review, with a short text or none. */
export const lessonSchema = z.object({
  marked: z.enum(["yes", "no"]),
  lesson: z
    .string()
    .optional()
    .default("")
    .transform((value) => value.normalize("NFC").trim())
    .refine((value) => [...value].length <= 1000, "Keep it to 1000 characters")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a database text cannot hold
    .refine((value) => !/[\u0000\p{Surrogate}]/u.test(value), "Use letters, numbers and signs only"),
});

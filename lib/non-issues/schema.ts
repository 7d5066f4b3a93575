import { z } from "zod";
import { cleanText } from "../reports/text";

const words = (max: number, missing: string) =>
  z
    .string()
    .default("")
    .refine((value) => !/\0|\p{Surrogate}/u.test(value), "Remove the character that cannot be stored")
    .transform(cleanText)
    .refine((value) => value !== "", missing)
    .refine((value) => [...value].length <= max, `Keep it to ${max} characters`);

export const newEntrySchema = z.strictObject({
  title: words(120, "Name what is no vulnerability"),
  body: words(2000, "Write why, in words that a reporter can use"),
});
export type NewEntry = z.infer<typeof newEntrySchema>;

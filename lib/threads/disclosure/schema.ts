import { z } from "zod";
import { messageText } from "../../reports/moves";

/** A calendar day as a date input sends it; "" for none. */
const day = z
  .string()
  .default("")
  .refine((value) => value === "" || z.iso.date().safeParse(value).success, "Enter a day, like 2027-01-31")
  .transform((value) => (value === "" ? null : value));

export const askSchema = z.strictObject({
  text: messageText.refine((text) => text !== "", "Say what you want to publish, and where"),
  plannedOn: day,
});

export const answerSchema = z.strictObject({
  answer: z.enum(["agreed", "declined"], { error: "Say whether the program agrees" }),
  text: messageText.refine((text) => text !== "", "Give the reporter your reasons, or your wishes for the text"),
  agreedFrom: day,
});

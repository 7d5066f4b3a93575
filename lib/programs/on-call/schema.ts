import { z } from "zod";
import { parseEmailAddress } from "../../accounts/email-address";

/** What the page was made with, so that of two changes at once the second is told. */
const known = z.string().max(64).default("");

export const onCallSchema = z.object({
  address: z.string({ error: "Enter an e-mail address" }).transform((typed, context) => {
    const address = parseEmailAddress(typed);
    if (address !== null) return address;
    context.addIssue(typed.trim() === "" ? "Enter an e-mail address" : "Enter an address like on-call@example.com");
    return z.NEVER;
  }),
  known,
});

export const clearOnCallSchema = z.object({
  known,
  confirmed: z.literal("yes", { error: "Confirm that nobody is on call" }),
});

import { z } from "zod";
import { parseEmailAddress } from "../accounts/email-address";
import { parseReference } from "../reports/reference";
import { parseReceiptCode } from "./receipt-code";

const reference = z
  .string({ error: "Enter the reference of your report" })
  .max(60, "Enter a reference like ABC-7K3F-9QX6")
  .transform((text, context) => {
    if (text.trim() === "") {
      context.addIssue("Enter the reference of your report");
      return z.NEVER;
    }
    const parsed = parseReference(text);
    if (parsed.ok) return parsed.reference;
    context.addIssue(parsed.reason);
    return z.NEVER;
  });

const code = z
  .string({ error: "Enter your receipt code" })
  .max(200, "A receipt code has 28 characters")
  .transform((text, context) => {
    const parsed = parseReceiptCode(text);
    if (parsed.ok) return parsed.code;
    context.addIssue(parsed.reason);
    return z.NEVER;
  });

/** Where to mail a link to a draft. */
export const draftAddressSchema = z.object({
  email: z.string({ error: "Enter an e-mail address" }).transform((typed, context) => {
    const address = parseEmailAddress(typed);
    if (address !== null) return address;
    context.addIssue(typed.trim() === "" ? "Enter an e-mail address" : "Enter an address like name@example.com");
    return z.NEVER;
  }),
});

/** The secret of a mailed link, from the form of its page. */
export const draftLinkSchema = z.object({ token: z.string().max(100) });

/** Reference and code as people type them. A slip is said at its field, before anything is looked up. */
export const trackSchema = z.object({ reference, code });

import { z } from "zod";
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

/** Reference and code as people type them. A slip is said at its field, before anything is looked up. */
export const trackSchema = z.object({ reference, code });

import { z } from "zod";
import { parseReference } from "../reference";
import { cleanText, tooLong, unstorable } from "../text";

export const REASON_MAX = 2000;

/** A reason that staff keep with a report; never empty. */
export const staffReason = z
  .string()
  .default("")
  .transform((text, issues) => {
    const clean = cleanText(text);
    const problem = unstorable(text) ?? (clean === "" ? "Write why" : tooLong(clean, REASON_MAX));
    if (problem !== null) issues.addIssue({ code: "custom", message: problem });
    return clean;
  });

/** `stepUp` and `code` are judged before; they come with the same form. */
export const breakGlassSchema = z.object({
  reference: z.string().transform((text, issues) => {
    const read = parseReference(text);
    if (read.ok) return read.reference;
    issues.addIssue({ code: "custom", message: "Enter the reference of the report, like ABC-7K3F-9QX6" });
    return z.NEVER;
  }),
  reason: staffReason,
});
export type BreakGlassInput = z.infer<typeof breakGlassSchema>;

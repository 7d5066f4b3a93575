import { z } from "zod";
import { cleanText, tooLong, unstorable } from "../reports/text";

export const REMARK_MAX = 1000;

export const statementSchema = z.strictObject({
  /** Of the report as shown. */
  version: z.coerce.number().int().positive(),
  remark: z
    .string()
    .default("")
    .transform((text, issues) => {
      const clean = cleanText(text);
      const problem = unstorable(text) ?? tooLong(clean, REMARK_MAX);
      if (problem !== null) issues.addIssue({ code: "custom", message: problem });
      return clean;
    }),
});
export type StatementInput = z.infer<typeof statementSchema>;

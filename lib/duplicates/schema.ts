import { z } from "zod";
import { messageText } from "../reports/moves";
import { parseReference } from "../reports/reference";

const other = z.string().transform((text, issues) => {
  const read = parseReference(text);
  if (read.ok) return read.reference;
  issues.addIssue({ code: "custom", message: "Enter the reference of the other report" });
  return z.NEVER;
});

export const markSchema = z.strictObject({
  other,
  /** Of the report as shown. */
  version: z.coerce.number().int().positive(),
  text: messageText,
});
export type MarkInput = z.infer<typeof markSchema>;

export const relateSchema = z.strictObject({ other, relation: z.enum(["related", "different"]) });
export type RelateInput = z.infer<typeof relateSchema>;

import { z } from "zod";
import { parseReference } from "../reports/reference";
import { cleanText, tooLong } from "../reports/text";

const REASON_MAX = 1000;

const version = z.coerce.number().int().positive();

export const acceptSchema = z.strictObject({ version });

export const putSchema = z.strictObject({
  version,
  reference: z.string().transform((typed, context) => {
    const parsed = parseReference(typed);
    if (parsed.ok) return parsed.reference;
    context.addIssue(parsed.reason);
    return z.NEVER;
  }),
});

export const discardSchema = z.strictObject({
  version,
  reason: z.string().transform((typed, context) => {
    const text = cleanText(typed);
    const problem = text === "" ? "Say in a few words why" : tooLong(text, REASON_MAX);
    if (problem === null) return text;
    context.addIssue(problem);
    return z.NEVER;
  }),
});

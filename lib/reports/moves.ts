import { z } from "zod";
import { MOVE_RULES, MOVES, type Move, RESOLUTION_RULES, RESOLUTIONS } from "./state";
import { cleanText } from "./text";

/** Longest text of a message, in code points. */
export const MESSAGE_MAX = 20_000;

const text = (max: number) =>
  z
    .string()
    .default("")
    .transform((value, issues) => {
      if (/\0|\p{Surrogate}/u.test(value)) {
        issues.addIssue({ code: "custom", message: "Remove the character that cannot be stored" });
        return z.NEVER;
      }
      const cleaned = cleanText(value);
      const over = [...cleaned].length - max;
      if (over > 0) issues.addIssue({ code: "custom", message: `Shorten this by ${over} characters` });
      return cleaned;
    });

export const messageText = text(MESSAGE_MAX);

/** What a button of the transition table sends. Which fields a move needs is judged by `missingFields`. */
export const moveSchema = z.strictObject({
  move: z.enum(MOVES),
  version: z.coerce.number().int().positive(),
  text: text(MESSAGE_MAX),
  reason: text(4000),
  resolution: z.enum(RESOLUTIONS).or(z.literal("")).optional(),
  clause: z.string().max(40).optional(),
  severity: z.enum(["none", "low", "medium", "high", "critical"]).or(z.literal("")).optional(),
  vector: z.string().max(400).optional(),
  cwe: z.string().max(200).optional(),
});
export type MoveInput = z.infer<typeof moveSchema>;

/** Sentences for what a move still needs, by field; empty when nothing is missing. */
export function missingFields(input: MoveInput, clauses: readonly string[]): Record<string, string[]> {
  const rule = MOVE_RULES[input.move];
  const errors: Record<string, string[]> = {};
  if (rule.fields.includes("text") && input.text === "") errors.text = [textNeeded(input.move)];
  if (rule.fields.includes("reason") && input.reason === "") errors.reason = ["Say why, for the record of this report"];
  if (rule.fields.includes("resolution")) {
    const { resolution } = input;
    if (!resolution || !rule.resolutions.includes(resolution)) errors.resolution = ["Select a reason"];
    else if (RESOLUTION_RULES[resolution].needsClause && !clauses.includes(input.clause ?? "")) {
      errors.clause = ["Select the clause of the policy that this decision rests on"];
    }
  }
  if (rule.fields.includes("assessment") && !input.severity && !input.vector) {
    errors.severity = ["Select a severity, or give a CVSS vector"];
  }
  return errors;
}

function textNeeded(move: Move): string {
  switch (move) {
    case "ask_for_information":
      return "Write what you need to know";
    case "reject":
      return "Write to the reporter why this is declined";
    case "give_information":
      return "Write your answer";
    default:
      return "Write a message";
  }
}

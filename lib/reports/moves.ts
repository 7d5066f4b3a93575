import { z } from "zod";
import { SEVERITY_REASON_MAX } from "./assessment";
import { MOVE_RULES, MOVES, type Move, RESOLUTION_RULES, RESOLUTIONS, type Resolution } from "./state";
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
  cwe: z.string().max(1000).optional(),
  /** Why the severity is not the reporter's, in words that they read. */
  severityReason: text(SEVERITY_REASON_MAX).optional(),
});
export type MoveInput = z.infer<typeof moveSchema>;

/** Resolutions of a closing that end a report without a fix: their reporter is owed words of ours. */
const WITHOUT_FIX: readonly Resolution[] = ["accepted_risk", "obsolete_product", "other_vendor", "informative"];

/**
 * Sentences for what a move still needs, by field; empty when nothing is missing. `citable`: the clauses of the pinned
 * policy and the entries of the program's non-issues that a decision can rest on.
 */
export function missingFields(input: MoveInput, citable: readonly string[]): Record<string, string[]> {
  const rule = MOVE_RULES[input.move];
  const errors: Record<string, string[]> = {};
  const mayBeSilent = input.move === "close" && !WITHOUT_FIX.some((resolution) => resolution === input.resolution);
  if (rule.fields.includes("text") && input.text === "" && !mayBeSilent) errors.text = [textNeeded(input.move)];
  if (rule.fields.includes("reason") && input.reason === "") errors.reason = ["Say why, for the record of this report"];
  if (rule.fields.includes("resolution")) {
    const { resolution } = input;
    if (!resolution || !rule.resolutions.includes(resolution)) errors.resolution = ["Select a reason"];
    else if (RESOLUTION_RULES[resolution].needsClause && !input.clause) {
      errors.clause = ["Select the clause of the policy, or the entry of the non-issues, that this decision rests on"];
    } else if (input.clause && !citable.includes(input.clause)) {
      errors.clause = ["Select a clause or an entry that is in the list"];
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
    case "close":
      return "Write to the reporter why this is closed without a fix";
    case "uphold_appeal":
    case "dismiss_appeal":
      return "Write to the reporter what you decided, and why";
    case "appeal":
      return "Write why we should look again";
    case "reject":
      return "Write to the reporter why this is declined";
    case "give_information":
      return "Write your answer";
    default:
      return "Write a message";
  }
}

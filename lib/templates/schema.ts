import { z } from "zod";
import { MOVE_RULES, MOVES } from "../reports/state";
import { cleanText, tooLong, unstorable } from "../reports/text";
import { unknownIn } from "./variables";

export const TEMPLATE_TITLE_MAX = 80;
export const TEMPLATE_BODY_MAX = 8000;
/** How many a program holds, those out of use included. */
export const TEMPLATES_MAX = 300;

/** Moves that the team writes a text with. */
export const TEMPLATE_MOVES = MOVES.filter(
  (move) => MOVE_RULES[move].fields.includes("text") && MOVE_RULES[move].role !== "reporter",
);

const words = (max: number, missing: string) =>
  z
    .string()
    .default("")
    .transform((text, issues) => {
      const clean = cleanText(text);
      const problem = unstorable(text) ?? (clean === "" ? missing : tooLong(clean, max));
      if (problem !== null) issues.addIssue({ code: "custom", message: problem });
      return clean;
    });

export const templateSchema = z.strictObject({
  title: words(TEMPLATE_TITLE_MAX, "Name it, as the team will look for it"),
  body: words(TEMPLATE_BODY_MAX, "Write its text").superRefine((body, issues) => {
    const unknown = unknownIn(body);
    if (unknown.length > 0) {
      issues.addIssue({ code: "custom", message: `There is no variable ${unknown.join(", ")}: see the list` });
    }
  }),
  move: z
    .enum(MOVES)
    .or(z.literal(""))
    .default("")
    .transform((move) => (move === "" ? null : move)),
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "Enter a language tag like en or fr-CA")
    .max(35, "Enter a language tag like en or fr-CA"),
});
export type TemplateInput = z.infer<typeof templateSchema>;

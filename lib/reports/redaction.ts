import { z } from "zod";
import type { PolicyDocument } from "../policy/schema";
import { type AnswerKey, isAnswerKey } from "./form/answers";
import { reportForm } from "./form/report-form";

/** What stands where a withheld title stood. */
export const WITHHELD_TITLE = "Title withheld";

/**
 * Copies of these stand where an answer cannot be taken out of them: severity and weakness in the ledger, the wish for a
 * credit in the credit's own contract. They are changed there or not at all.
 */
const KEPT: readonly AnswerKey[] = ["cvss", "cweIds", "creditText", "creditUrl", "creditOrg", "cveCna", "cveId"];

/** Whether an answer is text of the reporter that can be withheld: lines and prose, not choices and ticks. */
export function redactableAnswers(document: PolicyDocument): { key: AnswerKey; label: string }[] {
  return reportForm(document)
    .flatMap(({ fields }) => fields)
    .filter(({ kind, name }) => (kind === "text" || kind === "lines") && !KEPT.includes(name))
    .map(({ name, label }) => ({ key: name, label }));
}

export const REASON_MAX = 1000;

export const redactionSchema = z.object({
  key: z.string({ error: "Select the answer" }).refine(isAnswerKey, "Select the answer"),
  reason: z
    .string()
    .trim()
    .min(10, "Say why in 10 characters or more; the reporter reads it")
    .max(REASON_MAX, `Shorten the reason to ${REASON_MAX} characters`),
  sure: z.literal("yes", { error: "Confirm that it is to be removed for good" }),
});
export type RedactionInput = z.infer<typeof redactionSchema>;

/** An answer that was withheld, as both sides see it. */
export type WithheldAnswer = { key: string; label: string; reason: string; at: string };

import { z } from "zod";
import { SEVERITY_REASON_MAX } from "../reports/assessment";
import { cleanText, tooLong, unstorable } from "../reports/text";
import { SSVC_VALUES } from "../ssvc/points";
import { labelProblem, readLink } from "./links";
import { readTags } from "./tags";
import { readVersions } from "./versions";

/** Counts changes of the handling as the page showed it. 0: nothing was noted yet. */
const revision = z.coerce.number().int().nonnegative();

/** A text that a rule reads; what it says against it stands at the field. */
function readBy<T>(read: (text: string) => ({ ok: true } & T) | { ok: false; message: string }) {
  return z
    .string()
    .max(20_000)
    .default("")
    .transform((text, issues) => {
      const found = unstorable(text) === null ? read(text) : { ok: false as const, message: unstorable(text) ?? "" };
      if (found.ok) return found;
      issues.addIssue({ code: "custom", message: found.message });
      return z.NEVER;
    });
}

export const assessSchema = z.strictObject({
  /** Of the report as shown. */
  version: z.coerce.number().int().positive(),
  vector: z.string().max(400).default(""),
  severity: z.enum(["none", "low", "medium", "high", "critical"]).or(z.literal("")).default(""),
  reason: z
    .string()
    .default("")
    .transform((text, issues) => {
      const problem = unstorable(text) ?? tooLong(cleanText(text), SEVERITY_REASON_MAX);
      if (problem !== null) issues.addIssue({ code: "custom", message: problem });
      return cleanText(text);
    }),
});
export type AssessInput = z.infer<typeof assessSchema>;

const point = <const V extends readonly [string, ...string[]]>(values: V) =>
  z
    .enum(values)
    .or(z.literal(""))
    .default("")
    .transform((value) => (value === "" ? null : value));

export const ssvcSchema = z.strictObject({
  revision,
  exploitation: point(SSVC_VALUES.exploitation),
  utility: point(SSVC_VALUES.utility),
  technicalImpact: point(SSVC_VALUES.technicalImpact),
  publicSafetyImpact: point(SSVC_VALUES.publicSafetyImpact),
});
export type SsvcInput = z.infer<typeof ssvcSchema>;

export const weaknessesSchema = z.strictObject({ revision, cwe: z.string().max(1000).default("") });

export const versionsSchema = z.strictObject({
  revision,
  affected: readBy(readVersions).transform(({ versions }) => versions),
  fixed: readBy(readVersions).transform(({ versions }) => versions),
});

export const tagsSchema = z.strictObject({ revision, tags: readBy(readTags).transform(({ tags }) => tags) });

export const linkSchema = z.strictObject({
  target: readBy(readLink).transform(({ target }) => target),
  label: z
    .string()
    .default("")
    .transform((text, issues) => {
      const label = cleanText(text);
      const problem = unstorable(text) ?? labelProblem(label);
      if (problem !== null) issues.addIssue({ code: "custom", message: problem });
      return label;
    }),
});
export type LinkInput = z.infer<typeof linkSchema>;

/** `who`: somebody's handle; empty: oneself. */
export const watchSchema = z.strictObject({ who: z.string().max(64).default("") });

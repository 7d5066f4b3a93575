import type { z } from "zod";
import { policyDocumentSchema } from "../schema";
import { found } from "./finding";
import type { Finding, LintSubject } from "./types";

export type ReadSubject = { ok: true; subject: LintSubject } | { ok: false; findings: Finding[] };

/** Issues of a value that has its type and not its form: "1." for a version. The rules can be asked about it all the same. */
const OF_FORM: ReadonlySet<string> = new Set(["invalid_format", "too_small", "too_big", "custom"]);

/** A document or a draft, out of anything: with gaps and ill-formed values, never with values of another type. */
export function readSubject(candidate: unknown): ReadSubject {
  const parsed = policyDocumentSchema.safeParse(candidate);
  if (parsed.success) return { ok: true, subject: parsed.data };
  const wrong = parsed.error.issues.filter((issue) => !OF_FORM.has(issue.code) && !isGap(candidate, issue));
  return wrong.length === 0
    ? { ok: true, subject: asSubject(candidate) }
    : { ok: false, findings: wrong.map(formatFinding) };
}

/** Missing, null or empty, as the value of a field; a null among the items of a list is none. */
export function isGap(candidate: unknown, issue: z.core.$ZodIssue): boolean {
  if (typeof issue.path.at(-1) !== "string" || issue.code === "unrecognized_keys") return false;
  const value = issue.path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
    candidate,
  );
  // An empty text where a list belongs, or the other way round, has the wrong type: no rule could read it.
  const empty = issue.code !== "invalid_type" && (value === "" || (Array.isArray(value) && value.length === 0));
  return value === undefined || value === null || empty;
}

/** Every issue of the schema was a gap, so each value that is there has the schema's type. */
function asSubject(candidate: unknown): LintSubject {
  return candidate as LintSubject;
}

function formatFinding(issue: z.core.$ZodIssue): Finding {
  return found("format-invalid", {
    message: `At /${issue.path.join("/")}: ${issue.message.replace(/\.$/, "")}.`,
    advice: "Correct the value; everything else is looked at once the document can be read.",
  });
}

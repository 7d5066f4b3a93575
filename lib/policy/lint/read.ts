import type { z } from "zod";
import { policyDocumentSchema } from "../schema";
import { found } from "./finding";
import type { Finding, LintSubject } from "./types";

export type ReadSubject = { ok: true; subject: LintSubject } | { ok: false; findings: Finding[] };

/** A document or a draft with gaps, out of anything; what is neither answers with what is wrong in it. */
export function readSubject(candidate: unknown): ReadSubject {
  const parsed = policyDocumentSchema.safeParse(candidate);
  if (parsed.success) return { ok: true, subject: parsed.data };
  const wrong = parsed.error.issues.filter((issue) => !isGap(candidate, issue));
  return wrong.length === 0
    ? { ok: true, subject: asSubject(candidate) }
    : { ok: false, findings: wrong.map(formatFinding) };
}

/** Missing, null or empty, as the value of a field; a null among the items of a list is none. */
function isGap(candidate: unknown, issue: z.core.$ZodIssue): boolean {
  if (typeof issue.path.at(-1) !== "string" || issue.code === "unrecognized_keys") return false;
  const value = issue.path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
    candidate,
  );
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
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

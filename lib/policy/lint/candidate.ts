import type { z } from "zod";
import { placeOf } from "../edit/pointers";
import { policyDocumentSchema } from "../schema";
import { found } from "./finding";
import { bySeverity, lintPolicy } from "./lint";
import { isGap, readSubject } from "./read";
import type { Finding, LintContext, LintSubject } from "./types";

/**
 * Everything there is to say against a document or a draft of one: what the rules find, what it still lacks, and which
 * values no policy may have. Without an error it can be published; the editor, the command and publishing ask here.
 */
export function lintCandidate(candidate: unknown, context: LintContext): Finding[] {
  const read = readSubject(candidate);
  if (!read.ok) return read.findings;
  const ruled = lintPolicy(read.subject, context);
  const issues = policyDocumentSchema.safeParse(candidate).error?.issues ?? [];
  return bySeverity(read.subject, [...ruled, ...valueFindings(read.subject, issues, ruled)]);
}

function valueFindings(
  subject: LintSubject,
  issues: readonly z.core.$ZodIssue[],
  ruled: readonly Finding[],
): Finding[] {
  const seen = new Set<string>();
  return issues.flatMap((issue) => {
    const pointer = `/${issue.path.map(String).join("/")}`;
    if (seen.has(pointer) || isSaidByRule(pointer, ruled)) return [];
    seen.add(pointer);
    const place = placeOf(subject, pointer);
    const clause = clauseAt(subject, pointer);
    const where = place?.section.clause || clause ? "" : place ? `${place.section.title}: ` : "";
    const label = place?.label ?? WITHOUT_FIELD[pointer] ?? pointer;
    const said = { clause, pointer };
    return [
      isGap(subject, issue)
        ? found("value-missing", {
            ...said,
            message: `${where}“${label}” is not filled in.`,
            advice: "Fill it in: a policy is published whole.",
          })
        : found("format-invalid", {
            ...said,
            message: `${where}“${label}” ${complaint(issue)}.`,
            advice: "Correct the value.",
          }),
    ];
  });
}

const WITHOUT_FIELD: Record<string, string> = { "/clauses": "Clauses" };

/** A finding of a rule says more about it. */
function isSaidByRule(pointer: string, ruled: readonly Finding[]): boolean {
  const has = (rule: Finding["rule"]) => ruled.some((finding) => finding.rule === rule);
  if (pointer === "/version") return has("version-missing");
  if (pointer === "/revisedOn") return has("date-missing");
  if (pointer === "/businessDayRule" || pointer === "/calendar") return has("business-day-undefined");
  return pointer.endsWith("/email") && has("security-txt-invalid");
}

function clauseAt(subject: LintSubject, pointer: string): string | null {
  const index = /^\/clauses\/(\d+)/.exec(pointer)?.[1];
  return index === undefined ? null : (subject.clauses?.[Number(index)]?.key ?? null);
}

function complaint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_big":
      return issue.origin === "array"
        ? `has more than ${issue.maximum} entries`
        : issue.origin === "string"
          ? `is longer than ${issue.maximum} characters`
          : `is more than ${issue.maximum}`;
    case "too_small":
      return `is less than ${issue.minimum}`;
    case "custom":
      return `is not as it should be: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
    case "invalid_format":
      return issue.format === "email"
        ? "is no e-mail address"
        : issue.format === "date"
          ? "is no date"
          : "is not written as it should be";
    default:
      return "is not one of the values it can have";
  }
}

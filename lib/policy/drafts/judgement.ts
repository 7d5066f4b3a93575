import type { Calendar } from "../../sla/types";
import { classifyRevision, type RevisionReason } from "../compare/classify";
import { lintCandidate } from "../lint/candidate";
import { findingKey } from "../lint/key";
import type { Finding, LintContext, LintSubject } from "../lint/types";
import { type PolicyDocument, policyDocumentSchema } from "../schema";

/** A finding with the reason written for letting it stand; null where there is none. */
export type JudgedFinding = Finding & { key: string; reason: string | null };

export type Classification = {
  class: "major" | "minor";
  /** What the portal itself says, whatever a person raised it to. */
  found: "major" | "minor";
  reasons: RevisionReason[];
  /** Everything in a first policy is new: nothing to compare it with. */
  first: boolean;
  raised: { reason: string } | null;
};

export type Judgement = {
  findings: JudgedFinding[];
  /** The whole document, when nothing is missing and everything has its form. */
  complete: PolicyDocument | null;
  /** Null until the document is whole. */
  classification: Classification | null;
};

/** The text as it is once its review is signed on `today` ("YYYY-MM-DD", local): the signature is the review. */
export function asSigned(document: LintSubject, today: string): LintSubject {
  return { ...document, reviewedOn: today };
}

/** Everything the portal itself has to say about a draft; `document` as it would be signed. */
export function judgeDraft(input: {
  document: LintSubject;
  warningReasons: Readonly<Record<string, string>>;
  base: { document: PolicyDocument; calendar: Calendar } | null;
  raisedReason: string | null;
  context: LintContext;
}): Judgement {
  const parsed = policyDocumentSchema.safeParse(input.document);
  const complete = parsed.success ? parsed.data : null;
  const said = lintCandidate(input.document, input.context);
  const findings = said.map((finding) => {
    const key = findingKey(finding);
    return { ...finding, key, reason: finding.severity === "warning" ? (input.warningReasons[key] ?? null) : null };
  });
  return { findings, complete, classification: complete && classificationOf(complete, input) };
}

function classificationOf(
  document: PolicyDocument,
  { base, raisedReason, context }: Parameters<typeof judgeDraft>[0],
): Classification {
  const raised = raisedReason === null ? null : { reason: raisedReason };
  if (!base) return { class: "major", found: "major", reasons: [], first: true, raised };
  const calendars = context.calendar ? { before: base.calendar, after: context.calendar } : undefined;
  const { class: says, reasons } = classifyRevision(base.document, document, calendars);
  return { class: raised ? "major" : says, found: says, reasons, first: false, raised };
}

/** Warnings that nobody has given a reason for. */
export function unreasoned(findings: readonly JudgedFinding[]): JudgedFinding[] {
  return findings.filter(({ severity, reason }) => severity === "warning" && reason === null);
}

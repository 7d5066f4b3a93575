import { lintBod2001 } from "./bod-20-01";
import { lintBusinessDays } from "./business-days";
import { lintCertificates, lintContact, lintIdentity, lintKey, lintReview } from "./governance";
import { lintPlaceholders } from "./placeholders";
import { lintPromises } from "./promises";
import { clauseKeys } from "./prose";
import { lintReferences } from "./references";
import { RULE_IDS } from "./rules";
import { lintStandards } from "./standards";
import { type Finding, type LintContext, type LintSubject, SEVERITIES } from "./types";

/** Everything there is to say against a policy or a draft of one at `now`, the gravest first, then in its own order. */
export function lintPolicy(subject: LintSubject, context: LintContext): Finding[] {
  return bySeverity(subject, [
    ...lintIdentity(subject),
    ...lintContact(subject, context),
    ...lintKey(subject, context),
    ...lintReview(subject, context),
    ...lintCertificates(subject, context),
    ...lintBusinessDays(subject, context),
    ...lintPromises(subject),
    ...lintReferences(subject),
    ...lintPlaceholders(subject),
    ...lintStandards(subject),
    ...lintBod2001(subject),
  ]);
}

export function bySeverity(subject: LintSubject, findings: readonly Finding[]): Finding[] {
  const keys = clauseKeys(subject);
  const place = ({ clause }: Finding) => (clause === null ? -1 : keys.indexOf(clause));
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      place(a) - place(b) ||
      RULE_IDS.indexOf(a.rule) - RULE_IDS.indexOf(b.rule),
  );
}

/** Whether the findings keep a policy from being published. */
export function blocksPublishing(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

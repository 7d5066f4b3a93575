import { safeHarbourOf } from "../policy/document";
import type { PolicyDocument } from "../policy/schema";

export type ComplianceWords = { clause: string; heading: string; sentences: string[] };

/**
 * What a compliance statement says, from the safe-harbour clause of the policy that the report is pinned to; null where
 * that version promises none, and so there is nothing to state (requirement B-15).
 */
export function complianceWords(document: PolicyDocument, reference: string, remark: string): ComplianceWords | null {
  const clause = safeHarbourOf(document);
  if (!clause) return null;
  const { legalName } = document.organisation;
  return {
    clause: clause.key,
    heading: clause.heading,
    sentences: [
      `${legalName} states that the conduct that report ${reference} describes, as far as it is known to it, keeps to its policy “${document.title}”, version ${document.version}.`,
      clause.model === "authorising"
        ? `By clause ${clause.key} of that policy this conduct is authorised.`
        : `Clause ${clause.key} of that policy applies to this conduct.`,
      ...clause.summary,
      ...(remark === "" ? [] : [remark]),
    ],
  };
}

import { nextVersion } from "../life";
import type { LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";

/** A policy in which nothing is said yet. */
export function blankDocument(
  program: string,
  calendar: PolicyDocument["calendar"] | null,
  today: string,
): LintSubject {
  return {
    format: "safe-harbour-policy/1",
    program,
    title: null,
    version: null,
    revisedOn: today,
    reviewedOn: null,
    classification: "public",
    language: "en",
    audience: [],
    summary: null,
    organisation: { legalName: null, tradeName: null, offices: [], trademarkNotice: null, badges: [] },
    calendar,
    businessDayRule: null,
    clauses: [],
    securityProgram: { owner: null, statement: "", standards: [], certificates: [], faq: [] },
    demonstrationValues: [],
  };
}

/** The policy in force as the beginning of its revision: a new number, revised today. */
export function revisionOf(document: PolicyDocument, today: string): LintSubject {
  const said = document.demonstrationValues.filter((pointer) => pointer !== "/version" && pointer !== "/revisedOn");
  return { ...document, version: nextVersion(document.version), revisedOn: today, demonstrationValues: said };
}

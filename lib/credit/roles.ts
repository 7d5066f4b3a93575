/** The vocabulary of CVE record format 5.1, `credits[].type`; `other` included. */
export const CREDIT_ROLES = [
  "finder",
  "reporter",
  "analyst",
  "coordinator",
  "remediation_developer",
  "remediation_reviewer",
  "remediation_verifier",
  "tool",
  "sponsor",
  "other",
] as const;
export type CreditRole = (typeof CREDIT_ROLES)[number];

export type CveCreditType = CreditRole extends infer R extends string ? SpacesFor<R> : never;
type SpacesFor<R extends string> = R extends `${infer A}_${infer B}` ? `${A} ${SpacesFor<B>}` : R;

const CVE_TYPES: Record<CreditRole, CveCreditType> = {
  finder: "finder",
  reporter: "reporter",
  analyst: "analyst",
  coordinator: "coordinator",
  remediation_developer: "remediation developer",
  remediation_reviewer: "remediation reviewer",
  remediation_verifier: "remediation verifier",
  tool: "tool",
  sponsor: "sponsor",
  other: "other",
};

export const CREDIT_ROLE_LABELS: Record<CreditRole, string> = {
  finder: "Finder",
  reporter: "Reporter",
  analyst: "Analyst",
  coordinator: "Coordinator",
  remediation_developer: "Remediation developer",
  remediation_reviewer: "Remediation reviewer",
  remediation_verifier: "Remediation verifier",
  tool: "Tool",
  sponsor: "Sponsor",
  other: "Other",
};

export function isCreditRole(text: string): text is CreditRole {
  return CREDIT_ROLES.some((role) => role === text);
}

/** The role as a CVE record spells it and as a line prints it; what is no role of the record is "other". */
export function cveCreditType(role: string): CveCreditType {
  return isCreditRole(role) ? CVE_TYPES[role] : "other";
}

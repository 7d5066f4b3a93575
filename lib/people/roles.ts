import type { StaffRole } from "../auth/policy";

/** What each role does, in the words of the page where it is given (product.md §3, security.md C08). */
export const ROLE_WORDS: Record<StaffRole, { label: string; does: string }> = {
  triager: { label: "Triager", does: "Reads the program’s reports, checks and answers them" },
  coordinator: {
    label: "Coordinator",
    does: "As a triager; also closes, extends dates, restricts, settles credit and edits the policy",
  },
  policy_owner: { label: "Policy owner", does: "Writes, reviews, signs and publishes the policy; reads no report" },
  executive: { label: "Executive", does: "Approves major revisions of the policy; reads no report" },
  privacy_officer: { label: "Privacy officer", does: "Reads urgent notices of exposed data, and no other report" },
  auditor: { label: "Auditor", does: "Reads who did what and when; reads no report" },
  admin: { label: "Administrator", does: "Runs the program’s portal: people, keys, calendar; reads no report" },
};

export const STAFF_ROLES = [
  "triager",
  "coordinator",
  "policy_owner",
  "executive",
  "privacy_officer",
  "auditor",
  "admin",
] as const satisfies readonly StaffRole[];

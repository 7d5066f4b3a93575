import type { Severity } from "./types";

type Rule = { severity: Severity; title: string; source: string };

/**
 * Every rule by its stable id. A part that is plainly absent or a text that plainly says the wrong thing is a warning
 * or an error; what can only be missed in the words is a note, since other words may say it.
 */
export const RULES = {
  "format-invalid": {
    severity: "error",
    title: "A value that no policy document may hold",
    source: "The format safe-harbour-policy/1",
  },
  "value-missing": {
    severity: "error",
    title: "Something a policy needs is not filled in",
    source: "The format safe-harbour-policy/1",
  },
  "version-missing": { severity: "error", title: "No version", source: "Ours: every report is pinned to a version" },
  "date-missing": { severity: "error", title: "No date", source: "BOD 20-01 (a)(vi): an issuance date" },
  "contact-missing": {
    severity: "error",
    title: "No contact address",
    source: "RFC 9116 §2.5.3; BOD 20-01 (a)(iii): where reports are sent",
  },
  "security-txt-invalid": { severity: "error", title: "security.txt would be invalid", source: "RFC 9116 §2.5" },
  "key-missing": {
    severity: "warning",
    title: "No key for encrypted mail",
    source: "RFC 9116 §2.5.4; ISO/IEC 29147:2018 §9.3.3",
  },
  "key-expired": { severity: "error", title: "The key has expired", source: "RFC 9116 §2.5.4; RFC 9580 §5.2.3.13" },
  "key-expires-soon": { severity: "warning", title: "The key expires soon", source: "Ours: 14 days before the end" },
  "review-overdue": { severity: "warning", title: "Review overdue", source: "The policy’s own clause on review" },
  "business-day-undefined": {
    severity: "error",
    title: "Business days without a rule or calendar",
    source: "Ours: a due date must be computable; ISO/IEC 29147:2018 §9.3.4",
  },
  "calendar-differs": {
    severity: "error",
    title: "Another calendar than the program’s",
    source: "Ours: due dates are counted by the program’s calendar",
  },
  "promise-differs": {
    severity: "warning",
    title: "A text promises another time than the commitment",
    source: "Ours: one source for every promise",
  },
  "promise-untyped": {
    severity: "warning",
    title: "A text promises a time that no commitment keeps",
    source: "Ours: one source for every promise",
  },
  "disclosure-limit-differs": {
    severity: "warning",
    title: "A text names another disclosure limit than the clause",
    source: "Ours: one source for every promise",
  },
  "clause-number-twice": { severity: "error", title: "Two clauses with one number", source: "Ours: stable addresses" },
  "anchor-broken": { severity: "error", title: "A link to a place that does not exist", source: "HTML §7.4.6.4" },
  "clause-reference-broken": {
    severity: "warning",
    title: "A reference to a clause that does not exist",
    source: "Ours: every clause has an address",
  },
  "placeholder-left": { severity: "error", title: "Placeholder text", source: "Ours: nothing unfinished is published" },
  "standard-superseded": {
    severity: "warning",
    title: "Superseded edition of a standard",
    source: "The foreword of the newer edition",
  },
  "certificate-expired": { severity: "warning", title: "Certificate past its validity", source: "The certificate" },
  "bod-20-01-a-i": { severity: "warning", title: "No systems in scope", source: "BOD 20-01 (a)(i)" },
  "bod-20-01-a-ii-tests": {
    severity: "warning",
    title: "No word on which tests are allowed",
    source: "BOD 20-01 (a)(ii)",
  },
  "bod-20-01-a-ii-personal-data": {
    severity: "note",
    title: "Personal data that was found may be passed on",
    source: "BOD 20-01 (a)(ii)",
  },
  "bod-20-01-a-iii-contents": {
    severity: "note",
    title: "No word on what a report should contain",
    source: "BOD 20-01 (a)(iii)",
  },
  "bod-20-01-a-iii-anonymous": {
    severity: "note",
    title: "No word that reports may be anonymous",
    source: "BOD 20-01 (a)(iii)",
  },
  "bod-20-01-a-iv-legal-action": {
    severity: "warning",
    title: "No promise against legal action",
    source: "BOD 20-01 (a)(iv)",
  },
  "bod-20-01-a-iv-authorised": {
    severity: "note",
    title: "Research in good faith is not called authorised",
    source: "BOD 20-01 (a)(iv)",
  },
  "bod-20-01-a-v-acknowledgement": {
    severity: "warning",
    title: "No time for an acknowledgement",
    source: "BOD 20-01 (a)(v)",
  },
  "bod-20-01-a-v-transparency": {
    severity: "note",
    title: "No pledge to keep the reporter informed",
    source: "BOD 20-01 (a)(v)",
  },
  "bod-20-01-c-i": { severity: "warning", title: "Personal details are demanded", source: "BOD 20-01 (c)(i)" },
  "bod-20-01-c-ii": { severity: "warning", title: "Only some people may test", source: "BOD 20-01 (c)(ii)" },
  "bod-20-01-c-iii": {
    severity: "warning",
    title: "Disclosure is forbidden without a time limit",
    source: "BOD 20-01 (c)(iii); ISO/IEC 29147:2018 §9.4.3",
  },
  "bod-20-01-c-iv": {
    severity: "warning",
    title: "Reports may enter the Vulnerabilities Equities Process",
    source: "BOD 20-01 (c)(iv)",
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];

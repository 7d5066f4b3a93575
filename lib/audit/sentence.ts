import type { LedgerEvent } from "../ledger/catalogue";
import type { ProgramEvent } from "../ledger/program-events";
import type { ReportEvent } from "../ledger/report-events";
import { sentenceOf } from "../ledger/sentence";
import { ROLE_WORDS } from "../people/roles";
import { UNUSUAL } from "./unusual/rules";

const roleWord = (role: string): string =>
  Object.hasOwn(ROLE_WORDS, role) ? ROLE_WORDS[role as keyof typeof ROLE_WORDS].label.toLowerCase() : role;

/** An event as an auditor reads it: what was done, never what was written (security-tests.md AZ-16). */
export function auditSentence(event: LedgerEvent): string {
  if (event.type === "report.seen") return "Looked at the report.";
  return programSentence(event as ProgramEvent) ?? sentenceOf(event as ReportEvent, "staff") ?? inItsWords(event.type);
}

/** "view.saved" is plain enough as it stands. */
const inItsWords = (type: string): string =>
  `${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll(/[._]/g, " ")}.`;

function programSentence(event: ProgramEvent): string | null {
  switch (event.type) {
    case "access.refused":
      return event.action === "page"
        ? "Asked for a page that is not theirs, or is none: refused."
        : `Tried what is not theirs to do, or is none (${event.action}): refused.`;
    case "reading.unusual": {
      const { reports, minutes } = UNUSUAL[event.kind];
      const did = event.kind === "opened" ? "Opened" : "Took out";
      return `${did} ${reports} reports or more within ${minutes} minutes: the coordinators and auditors were told.`;
    }
    case "membership.granted":
      return `Became ${roleWord(event.role)}.`;
    case "membership.ended":
      return `A role ended: ${roleWord(event.role)}.`;
    case "invitation.sent":
      return `Invited somebody as ${roleWord(event.role)}.`;
    case "invitation.withdrawn":
      return `Withdrew an invitation as ${roleWord(event.role)}.`;
    case "reports.searched": {
      const also = event.filters.length === 0 ? "" : `, narrowed by ${event.filters.join(", ")}`;
      const where = event.place === "palette" ? " from the palette" : "";
      return `Searched the reports for words${where}${also}: ${event.found} found.`;
    }
    case "absence.set":
      return `Noted that somebody is away from ${event.from} until ${event.until}.`;
    case "absence.ended":
      return "Noted that somebody is back.";
    case "assignment.changed":
      return `Changed to whom received reports are given (revision ${event.rev}).`;
    case "policy.published":
      return `Published policy version ${event.version}.`;
    case "policy.signed":
      return `Signed policy version ${event.version}.`;
    case "policy.approved":
      return `Approved policy version ${event.version}.`;
    case "policy.reviewed":
      return `Reviewed policy version ${event.version}: no change.`;
    case "policy_draft.started":
      return "Started a draft of the policy.";
    case "policy_draft.sent":
      return `Sent a draft of the policy to review, classed ${event.class}.`;
    case "policy_draft.returned":
      return "A draft of the policy went back to its writers.";
    case "policy_draft.raised":
      return "Called a draft of the policy major.";
    case "policy_draft.rebased":
      return `Put a draft of the policy upon version ${event.onto}.`;
    case "policy_draft.withdrawn":
      return "Withdrew a draft of the policy.";
    case "policy_draft.restored":
      return "Took a draft of the policy up again.";
    case "calendar.published":
      return `Published version ${event.version} of the business calendar.`;
    case "program_key.added":
      return "Put a PGP key in use.";
    case "program_key.renewed":
      return "Renewed the PGP key.";
    case "program_key.retired":
      return "Retired the PGP key.";
    case "program_key.revoked":
      return "Revoked the PGP key.";
    case "private_key.given":
      return "Let the portal read mail that is encrypted to the PGP key.";
    case "private_key.forgotten":
      return "Took the private half of the PGP key out of the portal.";
    case "full_text_mail.set":
      return event.on
        ? "Let encrypted mails to reporters carry what the team writes."
        : "Had mails to reporters carry no text any more.";
    case "program_key.ending":
      return `Warned ${event.warning} days before the end of the PGP key.`;
    case "security_txt.signed":
      return "Signed security.txt.";
    case "security_txt.signature_removed":
      return "Removed the signature of security.txt.";
    case "on_call.set":
      return "Set the address on call.";
    case "on_call.cleared":
      return "Took the address off call.";
    case "webhook.added":
      return "Added a webhook.";
    case "webhook.changed":
      return "Changed where a webhook leads, or what it hears of.";
    case "webhook.secret_changed":
      return "Changed the secret of a webhook.";
    case "webhook.removed":
      return "Removed a webhook.";
    case "webhook.paused":
      return event.because === "by_hand" ? "Paused a webhook." : "A webhook was paused: its endpoint did not answer.";
    case "webhook.resumed":
      return "Resumed a webhook.";
    case "webhook.tested":
      return "Sent a test to a webhook.";
    case "webhook.replayed":
      return "Sent an event to a webhook again.";
    case "inquiry.opened":
      return "A question was asked.";
    case "inquiry.asked_again":
      return "A question was asked again.";
    case "inquiry.answered":
      return "Answered a question.";
    case "inquiry.closed":
      return "Closed a question.";
    case "non_issue.added":
      return `Added ${event.key} to the non-issues.`;
    case "non_issue.retired":
      return `Retired the non-issue ${event.key}.`;
    case "audit.exported":
      return `Exported ${event.rows} rows of this log.`;
    case "program.created":
      return "Created the program.";
    default:
      return null;
  }
}

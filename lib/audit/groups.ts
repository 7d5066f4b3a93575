import type { LedgerEvent } from "../ledger/catalogue";

type EventType = LedgerEvent["type"];

/** What an auditor asks for at once: each group is the types of event that answer it. */
export const AUDIT_GROUPS = {
  read: {
    label: "Read or taken out",
    types: [
      "reports.searched",
      "report.seen",
      "report.opened",
      "report.exported",
      "attachment.opened",
      "audit.exported",
      "reading.unusual",
    ],
  },
  decided: {
    label: "Moved or decided",
    types: [
      "report.moved",
      "report.assessed",
      "report.assigned",
      "report.restricted",
      "report.unrestricted",
      "report.released",
      "answer.redacted",
      "clock.adjusted",
      "credit.settled",
    ],
  },
  said: { label: "Said or written", types: ["message.sent", "message.edited", "message.redacted", "note.added"] },
  late: { label: "Ran late", types: ["clock.overdue"] },
  refused: { label: "Refused", types: ["access.refused"] },
  people: {
    label: "People and roles",
    types: [
      "membership.granted",
      "membership.ended",
      "invitation.sent",
      "invitation.withdrawn",
      "absence.set",
      "absence.ended",
    ],
  },
  policy: {
    label: "Policy and calendar",
    types: [
      "policy.published",
      "policy.signed",
      "policy.approved",
      "policy.reviewed",
      "policy_draft.started",
      "policy_draft.sent",
      "policy_draft.returned",
      "policy_draft.raised",
      "policy_draft.withdrawn",
      "calendar.published",
    ],
  },
  settings: {
    label: "Keys and settings",
    types: [
      "program_key.added",
      "program_key.renewed",
      "program_key.retired",
      "program_key.revoked",
      "private_key.given",
      "private_key.forgotten",
      "full_text_mail.set",
      "security_txt.signed",
      "security_txt.signature_removed",
      "on_call.set",
      "on_call.cleared",
      "webhook.added",
      "webhook.changed",
      "webhook.secret_changed",
      "webhook.removed",
      "webhook.paused",
      "webhook.resumed",
      "webhook.replayed",
      "assignment.changed",
    ],
  },
} as const satisfies Record<string, { label: string; types: readonly EventType[] }>;

export type AuditGroup = keyof typeof AUDIT_GROUPS;
export const AUDIT_GROUP_NAMES = Object.keys(AUDIT_GROUPS) as [AuditGroup, ...AuditGroup[]];

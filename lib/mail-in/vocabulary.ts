/**
 * Where an incoming mail stands: stored and not yet judged, become a report or a message, waiting for staff, ended by
 * the rule, put with a report as a note, or discarded by staff.
 */
export const MAIL_STATES = ["stored", "report", "message", "quarantined", "ended", "noted", "discarded"] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** Why the rule ended a mail. */
export const ENDED_REASONS = ["auto_reply", "bounce", "loop", "duplicate"] as const;

/** Why a mail waits for staff. */
export const WAITING_REASONS = [
  "unverified_sender",
  "poses_as_staff",
  "automatic",
  "token_not_valid",
  "not_the_person",
  "names_a_report",
  "closed_to_replies",
  "unreadable",
  "many_from_sender",
] as const;

export const MAIL_REASONS = [...ENDED_REASONS, ...WAITING_REASONS] as const;
export type EndedReason = (typeof ENDED_REASONS)[number];
export type WaitingReason = (typeof WAITING_REASONS)[number];
export type MailReason = (typeof MAIL_REASONS)[number];

/** What the desk sees: what became a report or a message is read there. */
export const SETTLEABLE: readonly MailState[] = ["quarantined", "ended", "noted", "discarded"];

/** What staff can still make something of; a mail that ended by itself may have been judged wrongly. */
export const OPEN_STATES: readonly MailState[] = ["quarantined", "ended", "discarded"];

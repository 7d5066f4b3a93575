/** What an endpoint can be told of. A type says what happened and nothing of what it was about. */
export const WEBHOOK_EVENTS = [
  "report.received",
  "report.moved",
  "report.added",
  "report.assigned",
  "message.received",
  "message.sent",
  "disclosure.asked",
  "clock.overdue",
  "policy.published",
  "key.ending",
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Sent by hand, to see that it arrives. */
export const TEST_EVENT = "webhook.test";

export const PAUSE_REASONS = ["by_hand", "failing", "gone"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

import type { Notification } from "./recipients";

/** How somebody hears of an event besides the portal, which always shows it: at once, once a day together, or not. */
export const WAYS = ["mail", "digest", "none"] as const;
export type Way = (typeof WAYS)[number];

/** Events of a report that one can choose for, as its reporter and as its program's staff. */
export const REPORTER_EVENTS = ["message", "question", "status", "credit"] as const;
export const STAFF_EVENTS = ["received", "message", "addition", "appeal"] as const;

export type ChosenEvent = `reporter.${(typeof REPORTER_EVENTS)[number]}` | `staff.${(typeof STAFF_EVENTS)[number]}`;

export const CHOSEN_EVENTS: readonly ChosenEvent[] = [
  ...REPORTER_EVENTS.map((event) => `reporter.${event}` as const),
  ...STAFF_EVENTS.map((event) => `staff.${event}` as const),
];

/** What somebody chose; what they did not choose for is mailed at once. */
export type Choices = Readonly<Partial<Record<ChosenEvent, Way>>>;

/** The event of a notification, as one chooses for it; null for what is always mailed: a receipt and an urgent notice. */
export function chosenEventOf({ template, what }: Pick<Notification, "template" | "what">): ChosenEvent | null {
  if (template === "report_received" || what === "urgent") return null;
  const event = `${template === "report_news" ? "reporter" : "staff"}.${what}`;
  return CHOSEN_EVENTS.find((known) => known === event) ?? null;
}

/** How a notification reaches somebody with these choices. */
export function wayOf(notification: Pick<Notification, "template" | "what">, choices: Choices): Way {
  const event = chosenEventOf(notification);
  return event === null ? "mail" : (choices[event] ?? "mail");
}

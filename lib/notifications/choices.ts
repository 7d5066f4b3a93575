import type { Notification } from "./recipients";

/** How an event is mailed: at once, once a day together, or not; the report's own page always shows it. */
export const WAYS = ["mail", "digest", "none"] as const;
export type Way = (typeof WAYS)[number];

/** Events of a report that one can choose for, as its reporter and as its program's staff. */
export const REPORTER_EVENTS = ["message", "question", "status", "credit"] as const;
export const STAFF_EVENTS = ["received", "message", "addition", "appeal", "mention", "watched"] as const;

export type ChosenEvent = `reporter.${(typeof REPORTER_EVENTS)[number]}` | `staff.${(typeof STAFF_EVENTS)[number]}`;

export const CHOSEN_EVENTS: readonly ChosenEvent[] = [
  ...REPORTER_EVENTS.map((event) => `reporter.${event}` as const),
  ...STAFF_EVENTS.map((event) => `staff.${event}` as const),
];

export type Choice = { way: Way; inbox: boolean };
/** Of what nobody chose for. */
export const UNCHOSEN: Choice = { way: "mail", inbox: true };

/** What somebody chose; what they did not choose for comes into their inbox and is mailed at once. */
export type Choices = Readonly<Partial<Record<ChosenEvent, Choice>>>;

/** The event of a notification, as one chooses for it; null for what is always mailed: a receipt and an urgent notice. */
export function chosenEventOf({ template, what }: Pick<Notification, "template" | "what">): ChosenEvent | null {
  if (template === "report_received" || what === "urgent") return null;
  const event = `${template === "report_news" ? "reporter" : "staff"}.${what}`;
  return CHOSEN_EVENTS.find((known) => known === event) ?? null;
}

/** How a notification reaches somebody with these choices. */
export function wayOf(notification: Pick<Notification, "template" | "what">, choices: Choices): Way {
  const event = chosenEventOf(notification);
  return event === null ? UNCHOSEN.way : (choices[event] ?? UNCHOSEN).way;
}

/** What an entry of an inbox is about. An urgent notice stands in it whatever was chosen. */
export type InboxEvent = ChosenEvent | "staff.urgent";
export const INBOX_EVENTS: readonly InboxEvent[] = [...CHOSEN_EVENTS, "staff.urgent"];

/** The entry that a notification makes in the inbox of somebody with these choices; null for none, as for a receipt of one's own. */
export function inboxEventOf(
  notification: Pick<Notification, "template" | "what">,
  choices: Choices,
): InboxEvent | null {
  const event = chosenEventOf(notification);
  if (event === null) return notification.what === "urgent" ? "staff.urgent" : null;
  return (choices[event] ?? UNCHOSEN).inbox ? event : null;
}

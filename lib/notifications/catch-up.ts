import { chosenEventOf } from "./choices";
import type { MailParams, MailTemplate } from "./templates/catalogue";

/**
 * Minutes that a mail waits before it is told together with the others (security.md §3.3, rule 6: catch-up is quiet). The desk
 * calls mail down by the same measure.
 */
export const QUIET_AFTER_MINUTES = 60;

type Of<T extends MailTemplate> = { [K in T]: { template: K; params: MailParams[K] } }[T];
type Quiet = "report_news" | "staff_news" | "digest" | "clock_news";
export type Waiting = Of<Quiet> & { createdAt: Date };

/**
 * What a waiting mail may be told with: news of one report to its reporter, of the desk or of clocks to one person. Null for
 * what always leaves by itself: everything that one cannot choose a way for, such as receipts, urgent notices and security.
 */
export function toldWith(mail: Of<MailTemplate>): "report" | "person" | "clocks" | null {
  switch (mail.template) {
    case "report_news":
    case "staff_news":
      if (chosenEventOf({ template: mail.template, what: mail.params.what } as ChosenBy) === null) return null;
      return mail.template === "report_news" ? "report" : "person";
    case "digest":
      return "person";
    case "clock_news":
      return "clocks";
    default:
      return null;
  }
}

type ChosenBy = Parameters<typeof chosenEventOf>[0];
type Group = NonNullable<ReturnType<typeof toldWith>>;

/** When the first of what a mail tells happened. */
function since({ template, params, createdAt }: Waiting): Date {
  if (template === "report_news" && params.told?.[0]) return new Date(params.told[0].at);
  return template === "digest" && params.since ? new Date(params.since) : createdAt;
}

export const isOverdue = (mail: Waiting, now: Date): boolean =>
  now.getTime() - since(mail).getTime() >= QUIET_AFTER_MINUTES * 60_000;

/** The news whose subject a reporter most needs to see, first. */
const LEADING = ["question", "message", "credit", "status"] as const;

/**
 * The one mail that takes the place of these, the oldest first, and which of them; null while each leaves by itself. News of a
 * report waits in one row, so what is new goes along; of a person, what is not overdue may be on its way elsewhere.
 */
export function caughtUp<W extends Waiting>(
  group: Group,
  waiting: readonly W[],
  now: Date,
): { replaced: W[]; mail: Of<Quiet>; createdAt: Date } | null {
  const overdue = waiting.filter((mail) => isOverdue(mail, now));
  const replaced = group === "report" && overdue.length > 0 ? [...waiting] : overdue;
  const newest = replaced.at(-1);
  if (newest === undefined || replaced.length < 2) return null;
  return { replaced, mail: together(group, replaced), createdAt: newest.createdAt };
}

function together(group: Group, mails: readonly Waiting[]): Of<Quiet> {
  if (group === "clocks") {
    const items = mails.flatMap((mail) => (mail.template === "clock_news" ? mail.params.items : []));
    return { template: "clock_news", params: { items: unique(items) } };
  }
  if (group === "person") {
    const first = Math.min(...mails.map((mail) => since(mail).getTime()));
    return {
      template: "digest",
      params: { items: merged(mails.flatMap(itemsOf)), since: new Date(first).toISOString() },
    };
  }
  const news = mails.flatMap((mail) => (mail.template === "report_news" ? [mail] : []));
  const told = news.flatMap(
    ({ params, createdAt }) => params.told ?? [{ what: params.what, at: createdAt.toISOString() }],
  );
  const what = LEADING.find((one) => told.some((event) => event.what === one)) ?? "status";
  const { reference, program, guest } = news[0]?.params ?? { reference: "", program: "" };
  return { template: "report_news", params: { reference, program, ...(guest ? { guest } : {}), what, told } };
}

type Item = MailParams["digest"]["items"][number];

function itemsOf(mail: Waiting): Item[] {
  if (mail.template === "digest") return mail.params.items;
  const event =
    mail.template === "staff_news" ? chosenEventOf({ template: "staff_news", what: mail.params.what }) : null;
  return event === null || mail.template !== "staff_news"
    ? []
    : [{ reference: mail.params.reference, program: mail.params.program, event, times: 1 }];
}

/** One line a report and event, however often it happened. */
export function merged(items: readonly Item[]): Item[] {
  const found = new Map<string, Item>();
  for (const item of items) {
    const key = `${item.reference} ${item.event}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, times: known.times + item.times } : item);
  }
  return [...found.values()];
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

import { type ListQuery, type Parameters, parseListQuery } from "../list-query";

/** The lists that every desk begins with (desk.md §2). `pinned` ones stand first for everybody and are not put away. */
export const BUILT_IN_VIEWS = [
  { key: "exposure", name: "Exposure alerts", query: "exposed=yes", pinned: true },
  { key: "open", name: "All open", query: "" },
  { key: "mine", name: "Mine", query: "assignee=me" },
  { key: "unacknowledged", name: "Needs acknowledgement", query: "state=received" },
  { key: "day", name: "Due in 24 h", query: "time=day" },
  { key: "breached", name: "Breached", query: "time=breached" },
  { key: "unassigned", name: "Unassigned", query: "assignee=nobody" },
  { key: "checking", name: "Being checked", query: "state=verifying" },
  { key: "reporter", name: "Waiting on researcher", query: "state=needs_info&state=retest" },
  { key: "engineering", name: "Waiting on engineering", query: "state=accepted" },
  { key: "credit", name: "Credit pending", query: "queue=all&credit=asked" },
  { key: "encrypted", name: "Encrypted", query: "encrypted=yes" },
  { key: "aside", name: "Put aside", query: "snoozed=yes" },
  { key: "closed-lately", name: "Closed 30 d", query: "queue=closed&within=30" },
  { key: "spam", name: "Spam", query: "queue=closed&resolution=spam" },
  { key: "closed", name: "All closed", query: "queue=closed" },
  { key: "all", name: "All", query: "queue=all" },
] as const satisfies readonly { key: string; name: string; query: string; pinned?: boolean }[];

/** The parameters of an address as a page reads them. */
export function parametersOf(text: string): Parameters {
  const parameters = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

/** A kept list read again: what of it is no filter any more is left out. */
export function queryOf(text: string): ListQuery {
  return parseListQuery(parametersOf(text)).query;
}

/** Views in the order somebody wants: pinned ones first, then those that they ordered, then the rest as they came. */
export function ordered<View extends { key: string; pinned: boolean }>(
  views: readonly View[],
  order: readonly string[],
): View[] {
  const place = ({ key, pinned }: View) => (pinned ? -1 : order.includes(key) ? order.indexOf(key) : order.length);
  return views
    .map((view, index) => ({ view, index }))
    .sort((a, b) => place(a.view) - place(b.view) || a.index - b.index)
    .map(({ view }) => view);
}

/** The order after one view has gone up or down among those that can move. */
export function moved(views: readonly { key: string; pinned: boolean }[], key: string, by: -1 | 1): string[] {
  const keys = views.filter(({ pinned }) => !pinned).map((view) => view.key);
  const from = keys.indexOf(key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= keys.length) return keys;
  keys.splice(to, 0, ...keys.splice(from, 1));
  return keys;
}

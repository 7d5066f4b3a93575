import { z } from "zod";

/** Characters of what a reporter calls a report: a ticket number, a code name. */
export const OWN_REFERENCE_MAX = 80;

export const ownReferenceSchema = z.strictObject({
  text: z
    .string()
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .pipe(z.string().max(OWN_REFERENCE_MAX, `Shorten it to ${OWN_REFERENCE_MAX} characters`)),
});

/** What of one's own reports is shown. `you`: waits on the reporter. */
export const MINE_SHOWN = ["all", "you", "new", "open", "closed"] as const;
export type MineShown = (typeof MINE_SHOWN)[number];

export type MineFilter = { show: MineShown; find: string };

/** The filter that an address asks for; what it does not know is no filter. */
export function mineFilterIn(asked: { show?: unknown; find?: unknown }): MineFilter {
  const show = MINE_SHOWN.find((known) => known === asked.show) ?? "all";
  return { show, find: typeof asked.find === "string" ? asked.find.replaceAll("\0", "").trim().slice(0, 200) : "" };
}

type Shown = {
  ownReference: string;
  reference: string;
  title: string;
  programName: string;
  status: string;
  waitingOn: "us" | "you" | "nobody";
  unread: boolean;
};

/** Whether a report of one's own is shown: every word that is looked for stands in what names it. */
export function isShown(row: Shown, { show, find }: MineFilter): boolean {
  if (show === "you" && row.waitingOn !== "you") return false;
  if (show === "new" && !row.unread) return false;
  if (show === "open" && row.waitingOn === "nobody") return false;
  if (show === "closed" && row.waitingOn !== "nobody") return false;
  const named = [row.ownReference, row.reference, row.title, row.programName, row.status].join(" ").toLowerCase();
  return find
    .toLowerCase()
    .split(/\s+/)
    .every((word) => named.includes(word));
}

import { SHOWN_FROM } from "./few";
import type { Chart, Passed, Views } from "./types";

const OURS = ["critical", "high", "medium", "low", "none"] as const;
const THEIRS = [...OURS, "unrated"] as const;

const sum = (rows: readonly { reports: number }[]) => rows.reduce((all, { reports }) => all + reports, 0);

/** Our severity beside the reporter's: where the two sides see the same report differently, and in which direction. */
export function oursAndTheirs(views: readonly Views[]): Chart {
  const rated = views.filter(({ theirs }) => theirs !== "unrated");
  const rank = (severity: string) => OURS.indexOf(severity as (typeof OURS)[number]);
  const same = sum(rated.filter(({ ours, theirs }) => ours === theirs));
  const lower = sum(rated.filter(({ ours, theirs }) => rank(ours) > rank(theirs)));
  const all = sum(rated);
  const cell = (theirs: string, ours: string) =>
    sum(views.filter((view) => view.theirs === theirs && view.ours === ours));
  return {
    id: "severity-ours-theirs",
    finding:
      all < SHOWN_FROM
        ? `${same} of ${all} rated as their reporters rated them`
        : `${Math.floor((same / all) * 100)} % of ${all} rated as their reporters rated them; ${lower} lower, ${all - same - lower} higher`,
    definition:
      "Reports of this time that the team has rated: a line for each severity that reporters gave, as they last gave it, a column for each of ours. A reporter who gave none stands in the last line and in no share.",
    columns: ["Theirs", ...OURS.map((severity) => `Ours: ${severity}`)],
    rows: sum(views) === 0 ? [] : THEIRS.map((theirs) => [theirs, ...OURS.map((ours) => cell(theirs, ours))]),
    bars: [],
    heat: true,
  };
}

/** Where people leave the form: how many drafts came past each of its pages. */
export function formPages(form: readonly Passed[]): Chart {
  const begun = form.find(({ mark }) => mark === "begun")?.drafts ?? 0;
  const sent = form.find(({ mark }) => mark === "sent")?.drafts ?? 0;
  const losses = form.flatMap(({ title, drafts }, at) => {
    const before = form[at - 1];
    return before ? [{ title, lost: before.drafts - drafts }] : [];
  });
  const [worst] = [...losses].sort((a, b) => b.lost - a.lost);
  const where = worst && worst.lost > 0 ? `; most were left at “${worst.title}”` : "";
  return {
    id: "form",
    finding:
      begun < SHOWN_FROM
        ? `${sent} sent of ${begun} reports begun`
        : `${Math.min(100, Math.floor((sent / begun) * 100))} % of ${begun} reports begun were sent${where}`,
    definition:
      "Drafts of the form by the pages that they came past for the first time in this time. Counted a day as a number alone: nothing says which draft, person or address it was. An encrypted report has two pages fewer, and one that was begun before this time counts where it came past since.",
    columns: ["Page", "Drafts", "Of those begun"],
    rows: begun + sent === 0 ? [] : form.map(({ title, drafts }) => [title, drafts, shareOf(drafts, begun)]),
    bars: form.map(({ title, drafts }) => ({ label: title, value: drafts, words: String(drafts) })),
  };
}

const shareOf = (drafts: number, begun: number) =>
  begun < SHOWN_FROM ? "–" : `${Math.floor((drafts / begun) * 100)} %`;

import { longDurationWords } from "../sla/words-of-time";
import { SHOWN_FROM } from "./few";
import type { Chart, OfProduct, Sender, Waited } from "./types";

const DAY_MS = 86_400_000;
const WAITED_FOR: readonly (readonly [Waited["on"], string])[] = [
  ["us", "The team"],
  ["engineering", "A fix"],
  ["them", "The reporter"],
];

/** Where the time of the reports went: with the team, with whoever makes the fix, or with the reporter. */
export function waitingTime(waited: readonly Waited[]): Chart {
  const of = (on: Waited["on"]) => waited.find((row) => row.on === on) ?? { reports: 0, ms: 0 };
  const all = waited.reduce((sum, { ms }) => sum + ms, 0);
  const share = (ms: number) => (all === 0 ? 0 : Math.floor((ms / all) * 100));
  const most = Math.max(0, ...waited.map(({ reports }) => reports));
  return {
    id: "waiting",
    finding:
      most < SHOWN_FROM || all === 0
        ? `${most} ${most === 1 ? "report" : "reports"}: too few to say where the time went`
        : `${share(of("us").ms)} % of the time was ours, ${share(of("engineering").ms)} % the fix’s, ${share(of("them").ms)} % the reporter’s`,
    definition:
      "The time that reports of this time spent in the states of each, from one move to the next and to now. The team: reading, checking and deciding; a decision that stands and a closed report wait for nobody. Wall clock, nights and weekends included.",
    columns: ["Waited for", "Reports", "Time"],
    rows:
      most < SHOWN_FROM ? [] : WAITED_FOR.map(([on, words]) => [words, of(on).reports, longDurationWords(of(on).ms)]),
    bars:
      most < SHOWN_FROM
        ? []
        : WAITED_FOR.map(([on, words]) => ({
            label: words,
            value: Math.round(of(on).ms / DAY_MS),
            words: `${share(of(on).ms)} %`,
          })),
  };
}

/** How many people came back: of accounts alone, for a guest is another one each time. */
export function returning(senders: readonly Sender[]): Chart {
  const all = senders.reduce((sum, { people }) => sum + people, 0);
  const back = senders.filter(({ reports }) => reports > 1).reduce((sum, { people }) => sum + people, 0);
  const few = all < SHOWN_FROM;
  const people = (from: number, to: number) =>
    senders.filter(({ reports }) => reports >= from && reports <= to).reduce((sum, row) => sum + row.people, 0);
  const bands: [string, number][] = [
    ["One report", people(1, 1)],
    ["Two to four", people(2, 4)],
    ["Five and more", people(5, Number.MAX_SAFE_INTEGER)],
  ];
  return {
    id: "returning",
    finding: few
      ? `${all} ${all === 1 ? "account" : "accounts"} sent reports`
      : `${Math.floor((back / all) * 100)} % of ${all} accounts sent more than one report`,
    definition:
      "Accounts that sent a report in this time, by how many they have ever sent to this program. Reports without an account are not counted, and nobody is named or ranked.",
    columns: ["Have sent", "Accounts"],
    rows: few ? [] : bands,
    bars: few ? [] : bands.map(([label, value]) => ({ label, value, words: String(value) })),
  };
}

/** Which products are reported, by the list of the policy in force. */
export function byProduct(products: readonly OfProduct[], reports: number): Chart {
  const named = products
    .filter(({ reports: own }) => own > 0)
    .sort((a, b) => b.reports - a.reports || a.name.localeCompare(b.name));
  const other = reports - named.reduce((sum, { reports: own }) => sum + own, 0);
  const rows: [string, number][] = [
    ...named.map(({ name, reports: own }): [string, number] => [name, own]),
    ...(other > 0 ? [["Another, or not known", other] as [string, number]] : []),
  ];
  const [first] = named;
  return {
    id: "products",
    finding: first
      ? `Most reported: ${first.name}, ${first.reports} ${first.reports === 1 ? "report" : "reports"}`
      : "No product of the list was reported",
    definition: "Reports of this time by the product that their reporter chose from the list of the policy.",
    columns: ["Product", "Reports"],
    rows,
    bars: rows.map(([label, value]) => ({ label, value, words: String(value) })),
  };
}

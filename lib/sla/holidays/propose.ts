import Holidays from "date-holidays";
import type { Holiday, LeftOut } from "./list";

/** What a proposal holds and what it does not: a person confirms it into a calendar version. */
export type Proposal = { holidays: Holiday[]; leftOut: LeftOut[] };

/** A country, or a state of one, as "CA-ON"; the label is what a calendar calls its region. */
export type Region = { code: string; label: string };

/** Proposed as public by the library, and yet no day off for everybody there. */
const CORRECTIONS: Record<string, Record<string, string>> = {
  // Nine statutory days (Employment Standards Act, 2000, s. 1 "public holiday").
  "CA-ON": { "Easter Monday": "it is no statutory day in Ontario" },
};

/** A shorter day off is a part-day: in Queensland, Christmas Eve from 18:00 (Holidays Act 1983, schedule). */
const WHOLE_DAY_MS = 22 * 3_600_000;

/**
 * What the holiday library proposes for a region, as `proposeHolidays("CA-ON", [2026, 2027])`: public holidays that
 * last a whole day. Optional days, such as Ontario's Civic Holiday, and days of one city are no public holidays.
 * Throws a RangeError for a region that the library does not know.
 */
export function proposeHolidays(code: string, years: readonly number[]): Proposal {
  const [country = "", state] = code.split("-", 2);
  if (!regions().some((region) => region.code === code)) throw new RangeError(`There is no region ${code}.`);
  const library = state
    ? new Holidays(country, state, { languages: "en" })
    : new Holidays(country, { languages: "en" });
  const holidays: Holiday[] = [];
  const leftOut: LeftOut[] = [];
  for (const { date, name, type, start, end } of years.flatMap((year) => library.getHolidays(year))) {
    if (type !== "public") continue;
    const day = { date: date.slice(0, 10), name };
    const correction = CORRECTIONS[code]?.[name];
    if (correction) leftOut.push({ ...day, reason: correction });
    else if (end.getTime() - start.getTime() < WHOLE_DAY_MS) leftOut.push({ ...day, reason: "it is a part-day" });
    else holidays.push(day);
  }
  const byDate = (a: Holiday, b: Holiday) => a.date.localeCompare(b.date);
  return { holidays: holidays.sort(byDate), leftOut: leftOut.sort(byDate) };
}

let known: Region[] | undefined;

/** Every region for which there are proposals, by country and name. */
export function regions(): readonly Region[] {
  const library = new Holidays();
  known ??= Object.entries(library.getCountries("en"))
    .flatMap(([country, label]) => [
      { code: country, label },
      ...Object.entries(library.getStates(country, "en") ?? {}).map(([state, name]) => ({
        code: `${country}-${state}`,
        label: `${label}: ${name}`,
      })),
    ])
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
  return known;
}

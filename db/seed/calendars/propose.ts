import Holidays from "date-holidays";

export type Region = {
  country: string;
  state: string;
  /** Proposals that do not count here, by the library's name for the day. */
  without: readonly string[];
};

/**
 * Ontario's nine statutory days: New Year's Day, Family Day, Good Friday, Victoria Day, Canada Day, Labour Day,
 * Thanksgiving, Christmas Day, Boxing Day (Employment Standards Act, 2000, s. 1 "public holiday"). Easter Monday is
 * not one; the Civic Holiday is proposed as optional and so never reaches the filter.
 */
export const ONTARIO: Region = { country: "CA", state: "ON", without: ["Easter Monday"] };

/**
 * Queensland's public holidays (Holidays Act 1983, schedule) without Christmas Eve, which is a part-day. The Royal
 * Queensland Show ("Ekka") holds only around Brisbane and is not proposed for the state.
 */
export const QUEENSLAND: Region = { country: "AU", state: "QLD", without: ["Christmas Eve"] };

/** What the holiday library proposes for a region, filtered: a person confirms it into a calendar version. */
export function proposeHolidays(region: Region, years: readonly number[]): { date: string; name: string }[] {
  const library = new Holidays(region.country, region.state, { languages: "en" });
  return years
    .flatMap((year) => library.getHolidays(year))
    .filter((holiday) => holiday.type === "public" && !region.without.includes(holiday.name))
    .map((holiday) => ({ date: holiday.date.slice(0, 10), name: holiday.name }))
    .sort((a, b) => a.date.localeCompare(b.date));
}

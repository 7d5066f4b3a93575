import { Temporal } from "temporal-polyfill";

/** A local date, "YYYY-MM-DD", and the name of the day. */
export type Holiday = { date: string; name: string };
export type LeftOut = Holiday & { reason: string };

export const HOLIDAYS_MAX = 500;
const NAME_MAX = 100;

/** The list as one edits it: a day a line, "2026-12-25 Christmas Day". */
export function writeHolidays(holidays: readonly Holiday[]): string {
  return holidays.map(({ date, name }) => `${date} ${name}`).join("\n");
}

/** Reads such a list, in any order; every line that is no holiday gets one sentence. */
export function readHolidays(text: string): { holidays: Holiday[]; problems: string[] } {
  const holidays: Holiday[] = [];
  const problems: string[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const at = `Line ${index + 1}`;
    const [, date = "", name = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (!isDate(date)) problems.push(`${at}: begin with a date such as 2026-12-25, not “${date.slice(0, 30)}”`);
    else if (name === "") problems.push(`${at}: give ${date} a name, such as “${date} Christmas Day”`);
    else if (name.length > NAME_MAX) problems.push(`${at}: a name has at most ${NAME_MAX} characters`);
    else if (lineOf.has(date)) problems.push(`${at}: ${date} stands in line ${lineOf.get(date)} already`);
    else {
      lineOf.set(date, index + 1);
      holidays.push({ date, name });
    }
  }
  if (holidays.length > HOLIDAYS_MAX) problems.push(`A calendar holds at most ${HOLIDAYS_MAX} holidays`);
  return { holidays: holidays.sort((a, b) => a.date.localeCompare(b.date)), problems };
}

/** Adds days to a list. A date that stands in it keeps its name. */
export function mergeHolidays(
  present: readonly Holiday[],
  more: readonly Holiday[],
): { holidays: Holiday[]; added: Holiday[] } {
  const byDate = new Map(present.map((holiday) => [holiday.date, holiday]));
  const added: Holiday[] = [];
  for (const holiday of more) {
    if (byDate.has(holiday.date)) continue;
    byDate.set(holiday.date, holiday);
    added.push(holiday);
  }
  return { holidays: [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date)), added };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}

import type { Unit } from "@/lib/sla/vocabulary";

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS: Record<string, number> = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90 };

/** Number words, "thirty" and below completely, and the larger ones that promises use. */
export function numberOf(word: string): number | null {
  const text = word.toLowerCase();
  if (/^\d{1,4}$/.test(text)) return Number(text);
  if (text === "a" || text === "an") return 1;
  const small = ONES.indexOf(text);
  if (small > 0) return small;
  const [tens, ones] = text.split(/[\s-]+/);
  const ten = TENS[tens ?? ""];
  if (ten === undefined) return null;
  const one = ones === undefined ? 0 : ONES.indexOf(ones);
  return one >= 0 && one < 10 ? ten + one : null;
}

export type Duration = {
  start: number;
  end: number;
  text: string;
  amount: number;
  /** `month`: named by sources, unknown to our clocks. */
  unit: Unit | "month";
  /** "three to five days": the outer bound is the promise. */
  range: boolean;
};

const COUNT = `(?:${[...ONES.slice(1), ...Object.keys(TENS)].map((word) => (word in TENS ? `${word}(?:[ -](?:${ONES.slice(1, 10).join("|")}))?` : word)).join("|")}|\\d{1,4})`;
const UNIT =
  "(?:(?:business|working|work)[ -]?(?:days?|hours?)|weekdays?|workdays?|hours?|hrs?|h|days?|weeks?|fortnights?|months?|years?)";
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}.,-])(?:(\\d{1,4}(?=\\s*[-–])|${COUNT}(?=\\s+(?:to|or)\\s|\\s*–))\\s*(?:-|–|to|or)\\s*)?(${COUNT}|an?|next)(?:\\s*\\(\\s*\\d{1,4}\\s*\\))?[\\s-]*(?:calendar\\s+|full\\s+|consecutive\\s+)?(${UNIT})(?![\\p{L}\\p{N}])`,
  "giu",
);

/** Every length of time that a text names, in order. */
export function durationsOf(text: string): Duration[] {
  const found: Duration[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const [whole, lower, upper, unitText] = match;
    const single = upper?.toLowerCase() === "next" ? 1 : numberOf(upper ?? "");
    const unit = unitOf(unitText ?? "");
    if (single === null || single === 0 || unit === null) continue;
    // "a day" and "an hour" are promises only after a word that bounds them.
    if (
      /^(?:an?|next)$/i.test(upper ?? "") &&
      !/\b(?:within|in|under|by(?: the)?|usually|typically|than|the)\s*$/i.test(text.slice(0, match.index))
    )
      continue;
    const doubled = /^fortnight/i.test(unitText ?? "");
    found.push({
      start: match.index,
      end: match.index + whole.length,
      text: whole,
      amount: doubled ? single * 2 : single,
      unit,
      range: lower !== undefined,
    });
  }
  return found;
}

function unitOf(text: string): Unit | "month" | null {
  const word = text.toLowerCase();
  if (/^(?:business|working|work)[ -]?hour/.test(word)) return null;
  if (/^(?:business|working|work|weekday|workday)/.test(word)) return "business_day";
  if (word.startsWith("h")) return "hour";
  if (word.startsWith("d")) return "day";
  if (word.startsWith("w") || word.startsWith("f")) return "week";
  return word.startsWith("m") ? "month" : "year";
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const MONTH = `(${MONTHS.map((month) => (month === "may" ? month : `${month.slice(0, 3)}(?:${month.slice(3)})?`)).join("|")})\\.?`;
const YEAR = "(\\d{4})";

/** The first date in a text as `2026-03-02`; "03/04/2026" can be two dates and is none. */
export function dateOf(text: string): { date: string; text: string; ambiguous: boolean } | null {
  const month = (name: string) => MONTHS.findIndex((full) => full.startsWith(name.toLowerCase().slice(0, 3))) + 1;
  const monthFirst = new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+${YEAR}\\b`, "i").exec(text);
  if (monthFirst) return dated(monthFirst[0], monthFirst[3], month(monthFirst[1] ?? ""), monthFirst[2]);
  const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]+${MONTH},?[\\s-]+${YEAR}\\b`, "i").exec(
    text,
  );
  if (dayFirst) return dated(dayFirst[0], dayFirst[3], month(dayFirst[2] ?? ""), dayFirst[1]);
  const iso = /\b(\d{4})[-/.](\d{2})[-/.](\d{2})\b/.exec(text);
  if (iso) return dated(iso[0], iso[1], Number(iso[2]), iso[3]);
  const numbers = /\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b/.exec(text);
  if (!numbers) return null;
  const [whole, first, mark, second, year] = numbers;
  const [a, b] = [Number(first), Number(second)];
  if (mark !== "." && a <= 12 && b <= 12 && a !== b) return { date: "", text: whole, ambiguous: true };
  return b <= 12 ? dated(whole, year, b, first) : dated(whole, year, a, second);
}

/** "March 2026": a month of a year without a day. */
export function monthOf(text: string): string | null {
  return new RegExp(`\\b${MONTH}\\s+${YEAR}\\b`, "i").exec(text)?.[0] ?? null;
}

function dated(text: string, year: string | undefined, month: number, day: string | undefined) {
  const date = `${year}-${String(month).padStart(2, "0")}-${String(Number(day)).padStart(2, "0")}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
  return real ? { date, text, ambiguous: false } : null;
}

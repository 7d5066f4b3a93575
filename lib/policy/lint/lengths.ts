/** Lengths of time as people write them: "within two business days", "72 hours", "5 (five) working days". */

export type WrittenUnit = "hour" | "business_hour" | "day" | "business_day" | "week" | "month" | "year";
export type WrittenLength = { amount: number; unit: WrittenUnit; from: number; to: number; text: string };

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const WORD = `(?:(?:${TENS.join("|")})(?:[- ](?:${ONES.slice(1, 10).join("|")}))?|${[...ONES].reverse().join("|")}|an?)`;
const LENGTH = new RegExp(
  `\\b(\\d{1,4}|${WORD})(?: ?\\((?:\\d{1,4}|${WORD})\\))?[ -](?:full )?(?:(business|working|work|calendar|consecutive) )?(hour|day|week|month|year)s?\\b`,
  "gi",
);

export function lengthsIn(text: string): WrittenLength[] {
  return Array.from(text.matchAll(LENGTH), (match) => {
    const [whole, amount = "", manner = "", unit = ""] = match;
    return {
      amount: numberOf(amount.toLowerCase()),
      unit: unitOf(unit.toLowerCase(), /^(business|work)/i.test(manner)),
      from: match.index,
      to: match.index + whole.length,
      text: whole,
    };
  });
}

function numberOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  if (/^an?$/.test(word)) return 1;
  return word.split(/[- ]/).reduce((sum, part) => {
    const ten = TENS.indexOf(part);
    return sum + (ten >= 0 ? (ten + 2) * 10 : ONES.indexOf(part));
  }, 0);
}

function unitOf(unit: string, business: boolean): WrittenUnit {
  if (unit === "hour") return business ? "business_hour" : "hour";
  if (unit === "day") return business ? "business_day" : "day";
  return unit === "week" ? "week" : unit === "month" ? "month" : "year";
}

/** Whether two lengths say the same; a week is seven days. */
export function sameLength(a: { amount: number; unit: string }, b: { amount: number; unit: string }): boolean {
  const days = ({ amount, unit }: { amount: number; unit: string }) =>
    unit === "week" ? `${amount * 7} day` : `${amount} ${unit}`;
  return days(a) === days(b);
}

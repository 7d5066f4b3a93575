import { found } from "./finding";
import { promisesInProse } from "./promises";
import { commitmentsIn } from "./prose";
import type { Finding, LintContext, LintSubject } from "./types";

export function lintBusinessDays(subject: LintSubject, { calendar }: LintContext): Finding[] {
  const named = subject.calendar;
  if (calendar && named?.version && (named.version !== calendar.version || named.zone !== calendar.zone)) {
    return [
      found("calendar-differs", {
        message: `The policy counts by calendar version ${named.version} (${named.zone}); the program’s calendar is version ${calendar.version} (${calendar.zone}).`,
        advice: "Name the calendar of the program by which due dates are to be counted.",
      }),
    ];
  }
  const typed = commitmentsIn(subject).find((commitment) => commitment.unit === "business_day");
  const written = promisesInProse(subject).find(({ length }) => length.unit === "business_day");
  if (!typed && !written) return [];
  const lacking = [
    subject.businessDayRule?.trim() ? "" : "what a business day is",
    named?.version && named.zone ? "" : "by which calendar business days are counted",
  ].filter(Boolean);
  if (lacking.length === 0) return [];
  return [
    found("business-day-undefined", {
      clause: typed ? typed.in : (written?.clause ?? null),
      message: `A promise is made in business days, and nothing says ${lacking.join(" or ")}.`,
      advice: "Set the calendar, and say in a sentence how business days are counted.",
    }),
  ];
}

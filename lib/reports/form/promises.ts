import { commitmentsOf } from "../../policy/document";
import type { PolicyDocument } from "../../policy/schema";
import { dueAt } from "../../sla/calendar";
import type { Calendar } from "../../sla/types";
import { promiseSentences } from "../../sla/wording";

/** What the policy promises about a report that is sent at this instant, dated; a fix has no date before triage. */
export function promisesAt(document: PolicyDocument, calendar: Calendar, now: Date): string[] {
  const runs = commitmentsOf(document)
    .filter(({ clock }) => clock !== "fix")
    .map(({ clock, amount, unit, rigidity }) => {
      const { due, derivation } = dueAt({ start: now, amount, unit, calendar });
      return {
        clock,
        amount,
        unit,
        rigidity,
        run: 1,
        calendarVersion: calendar.version,
        startedAt: now.toISOString(),
        due: due.toISOString(),
        pausedAt: null,
        pausedBecause: null,
        stoppedAt: null,
        voided: false,
        derivation,
      };
    });
  return promiseSentences(runs, calendar);
}

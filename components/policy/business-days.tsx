import { Disclosure } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { Calendar } from "@/lib/sla/types";
import { DemonstrationMark } from "./demonstration-mark";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** How a business day is counted, with the calendar that the clocks really use. */
export function BusinessDays({ document, calendar }: { document: PolicyDocument; calendar: Calendar }) {
  const years = [...new Set(calendar.holidays.map((holiday) => holiday.date.slice(0, 4)))];
  return (
    <section aria-labelledby="business-days" className="flex flex-col gap-3">
      <h2 id="business-days" className="scroll-mt-6 font-heading text-2xl font-semibold">
        How days are counted
      </h2>
      <div className="reading">
        <p>{document.businessDayRule}</p>
      </div>
      <DemonstrationMark document={document} pointer="/businessDayRule" />
      <Disclosure summary={`Calendar version ${calendar.version}: ${calendar.region}`}>
        <p>
          Time zone {calendar.zone}. Working days: {calendar.workingDays.map((day) => DAYS[day - 1]).join(", ")}.{" "}
          {calendar.cutOff ? `What arrives from ${calendar.cutOff} on counts as received on the next working day.` : ""}
        </p>
        <DemonstrationMark document={document} pointer="/calendar" />
        {years.map((year) => (
          <div key={year} className="mt-4">
            <p className="font-semibold">Holidays in {year}</p>
            <ul className="text-sm">
              {calendar.holidays
                .filter((holiday) => holiday.date.startsWith(year))
                .map((holiday) => (
                  <li key={holiday.date}>
                    <When at={holiday.date} zone={calendar.zone} style="date" /> · {holiday.name}
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </Disclosure>
    </section>
  );
}

import { DefinitionList } from "@/components/ui/definition-list";
import { Disclosure } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import { workingDayWords } from "@/lib/sla/holidays/changes";
import type { Calendar } from "@/lib/sla/types";

/** What a calendar says, for staff. */
export function CalendarFacts({ calendar }: { calendar: Calendar }) {
  return (
    <div className="flex flex-col gap-3">
      <DefinitionList
        size="compact"
        items={[
          { term: "Region", description: calendar.region },
          { term: "Time zone", description: calendar.zone },
          { term: "Working days", description: workingDayWords(calendar.workingDays) },
          {
            term: "Cut-off",
            description: calendar.cutOff ?? "none: what arrives on a day counts as received that day",
          },
        ]}
      />
      <Disclosure size="compact" summary={`${calendar.holidays.length} holidays`}>
        <ul className="columns-[16rem] gap-8">
          {calendar.holidays.map(({ date, name }) => (
            <li key={date}>
              <When at={date} zone={calendar.zone} style="date" /> · {name}
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

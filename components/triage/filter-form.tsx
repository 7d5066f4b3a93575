import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClasses } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { withAway } from "@/lib/absences/words";
import { REPORT_STATES, RESOLUTION_RULES, RESOLUTIONS, STATE_LABELS } from "@/lib/reports/state";
import { CLOCKS } from "@/lib/sla/vocabulary";
import { CLOCK_LABELS } from "@/lib/sla/wording";
import { COLUMNS } from "@/lib/triage/columns";
import {
  CLOCK_TIMES,
  CREDIT_STATES,
  type ListQuery,
  NOTHING,
  QUEUES,
  SEVERITY_CHOICES,
  SORTS,
  usualSort,
  WITHIN_DAYS,
} from "@/lib/triage/list-query";
import type { ListChoices } from "@/lib/triage/types";
import { COLUMN_WORDS } from "./column-words";
import {
  CREDIT_WORDS,
  NOTHING_WORDS,
  QUEUE_WORDS,
  SORT_WORDS,
  severityChoiceWord,
  TIME_WORDS,
  withinWords,
} from "./filter-words";

const anything = (label: string) => ({ value: "", label });
const nothing = (name: keyof typeof NOTHING_WORDS) => ({ value: NOTHING, label: capital(NOTHING_WORDS[name]) });
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
/** Clocks that a report has; the others are a policy's or a key's. */
const OF_REPORTS = CLOCKS.filter((clock) => clock !== "policy_review" && clock !== "key_expiry");

/** Everything a list can be narrowed by and shown in, as a form whose address can be kept and sent. Works without scripts. */
export function FilterForm({
  path,
  program,
  query,
  choices,
}: {
  path: string;
  program: string | undefined;
  query: ListQuery;
  choices: ListChoices;
}) {
  const { filters } = query;
  return (
    <details id="filters" className="min-w-0 open:basis-full sm:mt-7 sm:open:mt-0">
      <summary
        className={buttonClasses({
          variant: "secondary",
          size: "compact",
          className: "min-h-10 w-fit list-none [&::-webkit-details-marker]:hidden",
        })}
      >
        <Icon of={ListFilter} />
        Filter, sort and columns
      </summary>
      <form action={path} className="mt-3 flex flex-col gap-5 rounded-lg border border-line bg-surface p-4">
        {program ? <input type="hidden" name="program" value={program} /> : null}
        {filters.q ? <input type="hidden" name="q" value={filters.q} /> : null}
        {query.not.map((name) => (
          <input key={name} type="hidden" name="not" value={name} />
        ))}
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          <Select
            name="queue"
            label="Reports"
            defaultValue={query.queue === (filters.state ? "all" : "open") ? "" : query.queue}
            // What is open goes without saying, so that a state that is ticked below says it instead.
            options={QUEUES.map((value) => ({ value: value === "open" ? "" : value, label: QUEUE_WORDS[value] }))}
          />
          <Select
            name="assignee"
            label="Carried by"
            defaultValue={filters.assignee ?? ""}
            options={[
              anything("Anybody or nobody"),
              { value: "me", label: "Me" },
              { value: "nobody", label: "Nobody" },
              ...choices.team
                .filter(({ you }) => !you)
                .map(({ handle, name, away }) => ({ value: handle, label: withAway(name, away) })),
            ]}
          />
          <Select
            name="clock"
            label="Clock"
            defaultValue={filters.clock ?? ""}
            options={[anything("Any clock"), ...OF_REPORTS.map((value) => ({ value, label: CLOCK_LABELS[value] }))]}
          />
          <Select
            name="time"
            label="How that clock stands"
            defaultValue={filters.time ?? ""}
            options={[anything("Anyhow"), ...CLOCK_TIMES.map((value) => ({ value, label: TIME_WORDS[value] }))]}
          />
          <Select
            name="product"
            label="Product"
            defaultValue={filters.product ?? ""}
            options={[
              anything("Any product"),
              nothing("product"),
              ...choices.products.map(({ key, name }) => ({ value: key, label: name })),
              ...unlisted(filters.product, [NOTHING, ...choices.products.map(({ key }) => key)]),
            ]}
          />
          <TextInput
            name="version"
            label="Version"
            defaultValue={filters.version ?? ""}
            autoComplete="off"
            title="A version such as 2.4.1; - for none named"
          />
          <TextInput
            name="cwe"
            label="Weakness by its reporter (CWE)"
            defaultValue={cweTyped(filters.cwe)}
            {...CWE_INPUT}
          />
          <TextInput
            name="weakness"
            label="Weakness by us (CWE)"
            defaultValue={cweTyped(filters.weakness)}
            {...CWE_INPUT}
          />
          <Select
            name="tag"
            label="Tag"
            defaultValue={filters.tag ?? ""}
            options={[
              anything("Any tag or none"),
              nothing("tag"),
              ...choices.tags.map((value) => ({ value, label: value })),
              ...unlisted(filters.tag, [NOTHING, ...choices.tags]),
            ]}
          />
          <Select
            name="credit"
            label="Credit"
            defaultValue={filters.credit ?? ""}
            options={[anything("Any"), ...CREDIT_STATES.map((value) => ({ value, label: CREDIT_WORDS[value] }))]}
          />
          <TextInput name="from" type="date" label="Received from" defaultValue={filters.from ?? ""} />
          <TextInput name="to" type="date" label="Received until" defaultValue={filters.to ?? ""} />
          <Select
            name="within"
            label="In its state for"
            defaultValue={filters.within === undefined ? "" : String(filters.within)}
            options={[
              anything("Any time"),
              ...WITHIN_DAYS.map((days) => ({ value: String(days), label: withinWords(days) })),
            ]}
          />
          <Select
            name="resolution"
            label="Resolution"
            defaultValue={filters.resolution ?? ""}
            options={[
              anything("Any or none yet"),
              nothing("resolution"),
              ...RESOLUTIONS.map((value) => ({ value, label: RESOLUTION_RULES[value].label })),
            ]}
          />
        </div>
        <Ticks
          legend="State"
          name="state"
          chosen={filters.state}
          options={REPORT_STATES.map((value) => [value, STATE_LABELS[value]])}
        />
        <Ticks
          legend="Severity"
          name="severity"
          chosen={filters.severity}
          options={SEVERITY_CHOICES.map((value) => [value, severityChoiceWord(value)])}
        />
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
          <legend className="mb-1 font-semibold">Only</legend>
          <Tick name="exposed" value="yes" checked={filters.exposed}>
            with exposed data
          </Tick>
          <Tick name="encrypted" value="yes" checked={filters.encrypted}>
            encrypted
          </Tick>
          <Tick name="snoozed" value="yes" checked={filters.snoozed}>
            put aside
          </Tick>
          <Tick name="cve" value="yes" checked={filters.cve}>
            with a CVE id
          </Tick>
        </fieldset>
        <div className="grid gap-4 border-t border-line pt-4 lg:grid-cols-[18rem_1fr]">
          <Select
            name="sort"
            label="Sort by"
            defaultValue={query.sort === usualSort(query.queue) ? "" : query.sort}
            options={[anything("The usual order"), ...SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))]}
          />
          <Ticks
            legend="Columns beside the title"
            name="col"
            chosen={query.columns}
            options={COLUMNS.map((value) => [value, COLUMN_WORDS[value]])}
          />
          <Tick name="dense" value="yes" checked={query.dense}>
            Narrow rows
          </Tick>
        </div>
        <div>
          <button type="submit" className={buttonClasses({})}>
            Show these
          </button>
        </div>
      </form>
    </details>
  );
}

const CWE_INPUT = {
  pattern: "([Cc][Ww][Ee]-)?[0-9]{1,5}|-",
  title: "A number such as 79 or CWE-79; - for none",
  autoComplete: "off",
};

const cweTyped = (cwe: number | typeof NOTHING | undefined) =>
  cwe === undefined ? "" : cwe === NOTHING ? NOTHING : `CWE-${cwe}`;

/** What an address asks for that is offered no more stays chosen, so that the form says what the list is. */
function unlisted(value: string | undefined, offered: readonly string[]) {
  return value === undefined || offered.includes(value) ? [] : [{ value, label: value }];
}

function Ticks({
  legend,
  name,
  chosen = [],
  options,
}: {
  legend: string;
  name: string;
  chosen?: readonly string[] | undefined;
  options: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map(([value, label]) => (
          <Tick key={value} name={name} value={value} checked={chosen.includes(value)}>
            {label}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

function Tick({
  name,
  value,
  checked = false,
  children,
}: {
  name: string;
  value: string;
  checked?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <label className="inline-flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
      <input type="checkbox" name={name} value={value} defaultChecked={checked} className="size-6 shrink-0" />
      {children}
    </label>
  );
}

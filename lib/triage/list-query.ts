import { z } from "zod";
import { REPORT_STATES, RESOLUTIONS } from "../reports/state";
import { CLOCKS } from "../sla/vocabulary";
import { COLUMNS, type Column, USUAL_COLUMNS } from "./columns";

/** `new`: nobody has begun to check it; `triage`: no decision yet; `open`: everything not closed; `closed`: the rest; `all`: both. */
export const QUEUES = ["new", "triage", "open", "closed", "all"] as const;
export type Queue = (typeof QUEUES)[number];

/** What a list can be sorted by; each has one direction, the one that is of use. */
export const SORTS = ["due", "received", "severity", "updated", "moved"] as const;
export type Sort = (typeof SORTS)[number];

/** How a clock stands, as a list can be narrowed by it. Without a clock it is said of any. */
export const CLOCK_TIMES = ["late", "breached", "day", "running", "paused", "met", "met_late"] as const;
export type ClockTime = (typeof CLOCK_TIMES)[number];

export const SEVERITY_CHOICES = ["critical", "high", "medium", "low", "none", "unrated"] as const;
/** How a credit stands: nobody asked yet, asked and not answered, and the answers. */
export const CREDIT_STATES = ["not_asked", "asked", "given", "declined", "defaulted"] as const;
/** Days since a report came to its state. */
export const WITHIN_DAYS = [1, 7, 30, 90] as const;

const date = z.iso.date();
const several = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .preprocess((given) => [given].flat(), z.array(z.enum(values)).min(1))
    .transform((chosen) => values.filter((value) => chosen.includes(value)));
const yes = z.literal("yes").transform(() => true as const);
/** What PostgreSQL and an address can both hold. */
const words = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/\0|\p{Surrogate}/u.test(text));

/** Asks for reports of which a filter's answer is nothing at all; no tag, product or number is written so. */
export const NOTHING = "-";

const cwe = z.union([
  z.literal(NOTHING),
  z
    .string()
    .regex(/^(cwe-)?\d{1,5}$/i)
    .transform((text) => Number(text.replace(/\D/g, ""))),
]);

/** Every filter with what it may hold. A name is also its name in the address. */
const FILTERS = {
  state: several(REPORT_STATES),
  clock: z.enum(CLOCKS),
  time: z.enum(CLOCK_TIMES),
  severity: several(SEVERITY_CHOICES),
  product: words,
  /** As its reporter names it, or as affected by the team. */
  version: words,
  /** As its reporter names it. */
  cwe,
  /** As the team does. */
  weakness: cwe,
  tag: words,
  assignee: z.string().regex(/^(me|nobody|[0-9a-f]{32})$/),
  exposed: yes,
  encrypted: yes,
  snoozed: yes,
  /** A CVE id is known. */
  cve: yes,
  from: date,
  to: date,
  within: z.coerce.number().pipe(z.literal([...WITHIN_DAYS])),
  resolution: z.enum([...RESOLUTIONS, NOTHING]),
  credit: z.enum(CREDIT_STATES),
  q: words,
};
export const FILTER_NAMES = Object.keys(FILTERS) as (keyof typeof FILTERS)[];
export type FilterName = keyof typeof FILTERS;
export type ListFilters = { [Name in FilterName]?: z.output<(typeof FILTERS)[Name]> | undefined };

/** Filters of which the opposite can be asked for. */
export const NEGATABLE = [
  "state",
  "severity",
  "product",
  "version",
  "cwe",
  "weakness",
  "tag",
  "assignee",
  "resolution",
  "exposed",
  "encrypted",
  "snoozed",
  "cve",
  "credit",
] as const;
export type Negatable = (typeof NEGATABLE)[number];

export type ListQuery = {
  queue: Queue;
  filters: ListFilters;
  /** Filters that hold for what is not so. */
  not: Negatable[];
  sort: Sort;
  columns: Column[];
  dense: boolean;
};

export type Parameters = Record<string, string | string[] | undefined>;

/** Closed reports are looked for by when they were closed, all of them by when they came, open ones by what is due. */
export function usualSort(queue: Queue): Sort {
  return queue === "closed" ? "moved" : queue === "all" ? "received" : "due";
}

/**
 * A list as an address asks for it. What an address of another time or hand holds that is no filter here is left out, and
 * its names are in `ignored`, so that a page can say so.
 */
export function parseListQuery(given: Parameters): { query: ListQuery; ignored: string[] } {
  const ignored: string[] = [];
  const read = <S extends z.ZodType>(name: string, schema: S): z.output<S> | undefined => {
    const value = given[name];
    // A form without scripts sends its empty fields as well.
    if (value === undefined || value === "" || (Array.isArray(value) && value.every((each) => each === ""))) return;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    ignored.push(name);
  };
  const filters: ListFilters = {};
  for (const name of FILTER_NAMES) {
    const value = read(name, FILTERS[name]);
    if (value !== undefined) Object.assign(filters, { [name]: value });
  }
  // A state says itself which queue it belongs to.
  const queue = read("queue", z.enum(QUEUES)) ?? (filters.state && !given.queue ? "all" : "open");
  const not = (read("not", several(NEGATABLE)) ?? []).filter((name) => filters[name] !== undefined);
  return {
    query: {
      queue,
      filters,
      not,
      sort: read("sort", z.enum(SORTS)) ?? usualSort(queue),
      columns: read("col", several(COLUMNS)) ?? [...USUAL_COLUMNS],
      dense: read("dense", yes) ?? false,
    },
    ignored,
  };
}

/** The parameters that a list is asked for by, in one order and without what goes without saying. */
export function listParameters(query: ListQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  const { filters } = query;
  if (query.queue !== (filters.state ? "all" : "open")) parameters.set("queue", query.queue);
  for (const name of FILTER_NAMES) {
    const value = filters[name];
    if (value === undefined) continue;
    for (const each of [value].flat()) parameters.append(name, each === true ? "yes" : String(each));
  }
  for (const name of query.not) parameters.append("not", name);
  if (query.sort !== usualSort(query.queue)) parameters.set("sort", query.sort);
  if (query.columns.join() !== USUAL_COLUMNS.join()) for (const name of query.columns) parameters.append("col", name);
  if (query.dense) parameters.set("dense", "yes");
  return parameters;
}

/** The list without one of its filters, or without one value of it. */
export function withoutFilter(query: ListQuery, name: FilterName, value?: string): ListQuery {
  const present = query.filters[name];
  const rest = Array.isArray(present) && value !== undefined ? present.filter((each) => each !== value) : [];
  const { [name]: _, ...others } = query.filters;
  const filters = rest.length > 0 ? { ...others, [name]: rest } : others;
  const emptied = rest.length === 0;
  const queue = name === "state" && emptied && query.queue === "all" ? "open" : query.queue;
  return {
    ...query,
    queue,
    filters,
    not: emptied ? query.not.filter((each) => each !== name) : query.not,
    sort: query.sort === usualSort(query.queue) ? usualSort(queue) : query.sort,
  };
}

/** The list that holds for what is not so in one filter, or again for what is. */
export function withOpposite(query: ListQuery, name: Negatable): ListQuery {
  const not = query.not.includes(name) ? query.not.filter((each) => each !== name) : [...query.not, name];
  return { ...query, not: NEGATABLE.filter((each) => not.includes(each)) };
}

/** Whether two lists are one, whatever wrote their addresses. */
export function isSameList(one: ListQuery, other: ListQuery): boolean {
  return listParameters(one).toString() === listParameters(other).toString();
}

export function isFiltered({ filters }: ListQuery): boolean {
  return FILTER_NAMES.some((name) => filters[name] !== undefined);
}

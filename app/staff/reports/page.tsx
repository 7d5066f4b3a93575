import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { FilterChips } from "@/components/triage/filter-chips";
import { FilterForm } from "@/components/triage/filter-form";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { ReportListing } from "@/components/triage/report-table";
import { SearchForm } from "@/components/triage/search-form";
import { SelectionForm } from "@/components/triage/selection-form";
import { SaveView } from "@/components/triage/view-forms";
import { ViewTabs } from "@/components/triage/view-tabs";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import type { TriagePage } from "@/lib/reports/types";
import { recordSearch } from "@/lib/search/asked/mutations";
import {
  FILTER_NAMES,
  isFiltered,
  isSameList,
  type ListQuery,
  listParameters,
  type Parameters,
  parseListQuery,
  type Queue,
} from "@/lib/triage/list-query";
import { listReports, VIEW_COUNTED } from "@/lib/triage/queries";
import { queryOf } from "@/lib/triage/views/built-in";
import { address, deskContext, listTitle, orNotFound, readablePrograms, type SearchParams, single } from "../desk";
import { replace, save } from "./views/actions";

const PATH = "/staff/reports";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Reports", PATH, searchParams);
}

const TITLES: Record<Queue, string> = {
  new: "New reports",
  triage: "Reports in triage",
  open: "Open reports",
  closed: "Closed reports",
  all: "All reports",
};

export default async function ReportsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const { query, ignored } = parseListQuery(asked);
  const hrefOf = hrefsOf(program);
  // A form without scripts sends the fields that were left empty as well: the address to keep is without them.
  if (hasBlanks(asked)) redirect(hrefOf(query) as Route);
  const ctx = await deskContext(hrefOf(query));
  const { after, before } = { after: single(asked.after), before: single(asked.before) };
  const page = await orNotFound(listReports(ctx, { programSlug: program, query, after, before, counts: true }));
  if (query.filters.q !== undefined) {
    const filters = FILTER_NAMES.filter((name) => name !== "q" && query.filters[name] !== undefined);
    const { programSlug, total: found } = page;
    await recordSearch(ctx, { programSlug, place: "list", words: query.filters.q, filters, found });
  }
  const kept = page.views.map((view) => ({ view, list: queryOf(view.query) }));
  const current = kept.find(({ list }) => isSameList({ ...list, ...layoutOf(query) }, { ...query }))?.view;
  const isKept = kept.some(({ list }) => isSameList(list, query));
  const paged = (place: Record<string, string>) => hrefOf(query, place);
  const clear = hrefOf({ ...parseListQuery({}).query, columns: query.columns, dense: query.dense });
  return (
    <>
      <QueueHeading title={current?.name ?? TITLES[query.queue]} total={page.total} counted={page.counted}>
        <Tabs
          label="Programs"
          tabs={readablePrograms(ctx).map(({ programSlug }) => ({
            href: hrefsOf(programSlug)(query),
            text: programSlug,
            current: programSlug === page.programSlug,
          }))}
        />
      </QueueHeading>
      <ViewTabs
        views={page.views.filter(({ hidden }) => !hidden)}
        current={current?.key}
        hrefOf={(view) => hrefOf(queryOf(view.query))}
        arrangeHref={address(`${PATH}/views`, { program })}
        countedTo={VIEW_COUNTED}
      />
      {single(asked.said) === "saved" ? (
        <div className="mb-3">
          <Notice kind="success" live="status" title="This list is kept; it stands among the others above" />
        </div>
      ) : null}
      <div className="mb-3 flex flex-wrap items-start gap-x-4 gap-y-3">
        <SearchForm path={PATH} words={query.filters.q} kept={keptBySearch(program, query)} />
        <FilterForm path={PATH} program={program} query={query} choices={page.choices} />
      </div>
      <FilterChips query={query} choices={page.choices} hrefOf={hrefOf} clearHref={clear} />
      {isKept ? null : (
        <SaveView
          query={listParameters(query).toString()}
          mine={page.views.filter(({ mine }) => mine)}
          save={save.bind(null, page.programSlug)}
          replace={replace.bind(null, page.programSlug)}
        />
      )}
      <LeftOut ignored={ignored} restarted={page.restarted} />
      {page.rows.length === 0 ? (
        <Nothing page={page} query={query} clearHref={clear} hrefOf={hrefOf} />
      ) : (
        <SelectionForm action={`${PATH}/bulk`} program={page.programSlug}>
          <ReportListing
            caption={`${TITLES[query.queue]}, ${page.programName}`}
            rows={page.rows}
            query={query}
            hrefOf={hrefOf}
          />
        </SelectionForm>
      )}
      <Pagination
        label="Pages of this list"
        previousText="Back"
        nextText="More"
        previousHref={page.previous ? paged({ before: page.previous }) : undefined}
        nextHref={page.next ? paged({ after: page.next }) : undefined}
      />
    </>
  );
}

function hrefsOf(program: string | undefined) {
  return (query: ListQuery, place: Record<string, string> = {}): string => {
    const parameters = listParameters(query);
    if (program) parameters.set("program", program);
    for (const [name, value] of Object.entries(place)) parameters.set(name, value);
    const text = parameters.toString();
    return text ? `${PATH}?${text}` : PATH;
  };
}

/** How a list is laid out, which makes it no other list. */
const layoutOf = ({ columns, dense }: ListQuery) => ({ columns, dense });

/** A search goes through what the list is narrowed to; from the list of all that is open it goes through everything. */
function keptBySearch(program: string | undefined, query: ListQuery): [string, string][] {
  const { q: _, ...filters } = query.filters;
  const rest = { ...query, filters };
  const kept = [...listParameters(query.queue === "open" && !isFiltered(rest) ? { ...rest, queue: "all" } : rest)];
  return [...kept, ...(program ? [["program", program] as [string, string]] : [])];
}

const hasBlanks = (asked: Parameters) => Object.values(asked).some((value) => [value].flat().includes(""));

/** What of the address could not be followed, in words. */
function LeftOut({ ignored, restarted }: { ignored: readonly string[]; restarted: boolean }) {
  return (
    <>
      {ignored.length > 0 ? (
        <div className="mb-3">
          <Notice kind="warning" title="A part of this address was left out">
            This list does not know: {ignored.join(", ")}. It shows what the rest asks for.
          </Notice>
        </div>
      ) : null}
      {restarted ? (
        <div className="mb-3">
          <Notice kind="info" title="This is the first page">
            The place in the list that was asked for belongs to another list, or was never one.
          </Notice>
        </div>
      ) : null}
    </>
  );
}

const EMPTY: Record<Queue, { title: string; next: string; href: string; link: string }> = {
  new: {
    title: "No report is new: somebody has begun to check each of them.",
    next: "A new report appears here the moment it is sent, with its clocks running.",
    href: PATH,
    link: "Look at the open reports",
  },
  triage: {
    title: "Triage is empty: every report has its decision.",
    next: "A new report appears here the moment it is sent, with its clocks running.",
    href: PATH,
    link: "Look at the open reports",
  },
  open: {
    title: "No report is open: nobody waits for anything.",
    next: "What is triaged and not yet closed appears here.",
    href: `${PATH}?queue=closed`,
    link: "Look at the closed reports",
  },
  closed: {
    title: "No report was closed yet.",
    next: "Closed reports stay here with their results, newest first.",
    href: PATH,
    link: "Look at the open reports",
  },
  all: {
    title: "No report has come in yet.",
    next: "Every report of the program appears here, newest first.",
    href: "/staff/triage",
    link: "Go to triage",
  },
};

/** Why a list is empty, in words with a way out. */
function Nothing({
  page,
  query,
  clearHref,
  hrefOf,
}: {
  page: TriagePage;
  query: ListQuery;
  clearHref: string;
  hrefOf: (query: ListQuery) => string;
}) {
  if (page.words) {
    const { q: _, ...filters } = query.filters;
    return (
      <EmptyState
        title={page.words.length > 0 ? "No report of this list holds all of these words." : "There is no word in this."}
        action={<TextLink href={hrefOf({ ...query, filters })}>Show the list without a search</TextLink>}
      >
        Whole words are found: “inject” does not find “injection”. Fewer words find more.
      </EmptyState>
    );
  }
  if (isFiltered(query)) {
    return (
      <EmptyState
        title="No report is like this."
        action={<TextLink href={clearHref}>Show the list without filters</TextLink>}
      >
        Each filter above can be taken away by itself.
      </EmptyState>
    );
  }
  const { title, next, href, link } = EMPTY[query.queue];
  return (
    <EmptyState title={title} action={<TextLink href={href}>{link}</TextLink>}>
      {next}
    </EmptyState>
  );
}

import type { Metadata } from "next";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { ReportTable } from "@/components/triage/report-table";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { BOARD_GROUPS, type BoardGroup } from "@/lib/triage/board/groups";
import { clockBoard } from "@/lib/triage/board/queries";
import { address, deskContext, listTitle, orNotFound, readablePrograms, type SearchParams, single } from "../desk";

const PATH = "/staff/sla";

const GROUPS: Record<BoardGroup, { title: string; none: string }> = {
  late: { title: "Late", none: "No clock is past its due date." },
  today: { title: "Due today", none: "Nothing else is due today." },
  three_days: { title: "Due within three days", none: "Nothing is due in the three days after today." },
  paused: { title: "Paused", none: "No clock of an open report stands still." },
};

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Clocks", PATH, searchParams);
}

/** Every clock that wants somebody soon, one row a clock. */
export default async function ClocksPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = single((await searchParams).program);
  const ctx = await deskContext(address(PATH, { program: asked }));
  const board = await orNotFound(clockBoard(ctx, { ...(asked ? { programSlug: asked } : {}) }));
  const programs = readablePrograms(ctx).map(({ programSlug }) => ({
    href: address(PATH, { program: programSlug }),
    text: programSlug,
    current: programSlug === board.programSlug,
  }));
  const nothing = BOARD_GROUPS.every((group) => board.groups[group].length === 0);
  return (
    <>
      <QueueHeading title="Clocks">
        <Tabs label="Programs" tabs={programs} />
      </QueueHeading>
      {board.more ? (
        <p className="mb-4 text-ink-soft">There are more than fit here: the ones due first are shown.</p>
      ) : null}
      {nothing ? (
        <EmptyState
          title="No clock wants anybody."
          action={<TextLink href="/staff/reports">All open reports</TextLink>}
        >
          Nothing is late, due within three days, or paused.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-8">
          {BOARD_GROUPS.map((group) => (
            <Group key={group} group={group} rows={board.groups[group]} />
          ))}
        </div>
      )}
    </>
  );
}

function Group({ group, rows }: { group: BoardGroup; rows: Parameters<typeof ReportTable>[0]["rows"] }) {
  const { title, none } = GROUPS[group];
  return (
    <section aria-labelledby={`clocks-${group}`}>
      <h2 id={`clocks-${group}`} className="mb-2 text-base font-semibold">
        {title} <span className="font-normal text-ink-soft tabular-nums">{rows.length}</span>
      </h2>
      {rows.length === 0 ? <p className="text-ink-soft">{none}</p> : <ReportTable caption={title} rows={rows} />}
    </section>
  );
}

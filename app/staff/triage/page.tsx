import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ClockChip } from "@/components/sla/clock-chip";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { TriageListing } from "@/components/triage/report-table";
import { TriagePreview } from "@/components/triage/triage-preview";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { PortalError } from "@/lib/errors";
import type { TriagePage as Queued, ReportPreview } from "@/lib/reports/types";
import { together } from "@/lib/request/transaction";
import { previewReport } from "@/lib/triage/preview/queries";
import { listQueue } from "@/lib/triage/queries";
import {
  address,
  type DeskContext,
  deskContext,
  listTitle,
  orNotFound,
  readablePrograms,
  type SearchParams,
  single,
} from "../desk";
import { moveOn, snoozeOn, takeBack } from "./actions";

const PATH = "/staff/triage";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Triage", PATH, searchParams);
}

/** New reports, the oldest promise first, and one of them beside the list with what can be done about it. */
export default async function TriagePage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const [program, at] = [single(asked.program), single(asked.at)];
  const ctx = await deskContext(address(PATH, { program, at }));
  const place = { after: single(asked.after), before: single(asked.before) };
  const { page, shown } = await orNotFound(
    together(ctx, async (one) => {
      const listed = await listQueue(one, { programSlug: program, queue: "new", ...place });
      const beside = await toShow(one, at ?? listed.rows[0]?.reference, at !== undefined);
      return { page: listed, shown: beside };
    }),
  );
  const index = page.rows.findIndex(({ reference }) => reference === shown?.reference);
  const next = (page.rows[index + 1] ?? page.rows[index - 1])?.reference ?? null;
  const paged = (parameters: Record<string, string>) => address(PATH, { program, ...parameters });
  return (
    <>
      <QueueHeading title="Triage" total={page.total} counted={page.counted}>
        <Tabs
          label="Programs"
          tabs={readablePrograms(ctx).map(({ programSlug }) => ({
            href: address(PATH, { program: programSlug }),
            text: programSlug,
            current: programSlug === page.programSlug,
          }))}
        />
      </QueueHeading>
      <News page={page} done={single(asked.done)} of={single(asked.of)} version={single(asked.version)} />
      {page.rows.length === 0 && !shown ? (
        <Empty ctx={ctx} page={page} />
      ) : (
        <div className="grid gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
          <div className="min-w-0 max-xl:order-last">
            {page.rows.length > 0 ? (
              <TriageListing
                caption={`Triage, ${page.programName}`}
                rows={page.rows}
                base={`${address(PATH, { program: page.programSlug })}&at=`}
                list={address(PATH, {
                  program: page.programSlug,
                  ...place,
                  done: single(asked.done),
                  of: single(asked.of),
                  version: single(asked.version),
                })}
                reference={shown?.reference}
              />
            ) : (
              <p className="text-ink-soft">No other report is new.</p>
            )}
            <Pagination
              label="Pages of this list"
              previousText="Back"
              nextText="More"
              previousHref={page.previous ? paged({ before: page.previous }) : undefined}
              nextHref={page.next ? paged({ after: page.next }) : undefined}
            />
          </div>
          {shown ? (
            <div
              className={`min-w-0 border-line xl:sticky xl:top-4 xl:max-h-[calc(100dvh-2rem)] xl:self-start xl:overflow-y-auto xl:border-s xl:ps-6 ${at ? "max-xl:border-b max-xl:pb-6" : "max-xl:hidden"}`}
            >
              <TriagePreview
                key={`${shown.reference} ${shown.version}`}
                report={shown}
                moveFor={(move) =>
                  moveOn.bind(null, { reference: shown.reference, next, program: page.programSlug }, move)
                }
                snooze={snoozeOn.bind(null, { reference: shown.reference, next, program: page.programSlug })}
                reloadHref={address(PATH, { program: page.programSlug, at: shown.reference })}
              />
            </div>
          ) : at ? (
            <Notice kind="info" title="There is no such report here">
              The list stands as it is; select another one.
            </Notice>
          ) : null}
        </div>
      )}
    </>
  );
}

/** What the reader may not see is not shown, and the list stands without it. */
async function toShow(ctx: DeskContext, reference: string | undefined, seen: boolean): Promise<ReportPreview | null> {
  if (reference === undefined) return null;
  try {
    return await previewReport(ctx, reference, { seen });
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

const DONE: Record<string, string> = {
  start_checking: "is being checked now",
  reject: "was declined; its reporter is told",
  snoozed: "was put aside; its clocks run on",
  woken: "is back",
};

/** What became of the last verb. */
function News({
  page,
  done,
  of,
  version,
}: {
  page: Queued;
  done: string | undefined;
  of: string | undefined;
  version: string | undefined;
}) {
  const words = DONE[done ?? ""];
  if (!words || !of || !/^[A-Z0-9-]{1,40}$/.test(of)) return null;
  return (
    <div className="mb-4">
      <Notice key={`${done} ${of}`} kind="success" live="status" title={`${of} ${words}`}>
        {done === "snoozed" && version ? (
          <ActionForm
            action={takeBack.bind(null, { reference: of, next: null, program: page.programSlug })}
            hidden={{ version }}
            className="inline-flex"
          >
            <SubmitButton variant="secondary" size="compact">
              Take it back
            </SubmitButton>
          </ActionForm>
        ) : null}
      </Notice>
    </div>
  );
}

/** What is good about it, and what is due next. */
async function Empty({ ctx, page }: { ctx: DeskContext; page: Queued }) {
  const { rows } = await listQueue(ctx, { programSlug: page.programSlug, queue: "open" });
  const [next] = rows;
  const [clock] = next?.clocks ?? [];
  return (
    <EmptyState
      title="Triage is empty: somebody has begun to check every report."
      action={
        <TextLink href={address("/staff/reports", { program: page.programSlug })}>Look at the open reports</TextLink>
      }
    >
      <p>A new report appears here the moment it is sent, with its clocks running.</p>
      {next && clock ? (
        <p className="mt-2 flex flex-wrap items-center gap-2">
          Due next: <TextLink href={`/staff/reports/${next.reference}`}>{next.reference}</TextLink>
          <ClockChip status={clock} />
        </p>
      ) : null}
    </EmptyState>
  );
}

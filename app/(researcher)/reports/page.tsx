import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-list";
import { OwnMailReturned } from "@/components/mail/returned-notice";
import { DraftList } from "@/components/report-form/draft-list";
import { MineFilter } from "@/components/reports-mine/mine-filter";
import { MyReportList } from "@/components/reports-mine/my-report-list";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { ownMailReturned } from "@/lib/mail/returned/queries";
import { listDrafts } from "@/lib/reports/drafts/queries";
import { listMyReports } from "@/lib/reports/mine/queries";
import { mineFilterIn } from "@/lib/reports/mine/schema";
import { signedInContext } from "@/lib/request/signed-in";
import { confirmAddressAgain } from "../../mail/actions";
import { deleteMyDraft } from "./actions";

export const metadata: Metadata = { title: "My reports" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MyReportsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const { after, deleted } = asked;
  const filter = mineFilterIn(asked);
  const filtered = filter.show !== "all" || filter.find !== "";
  const ctx = await signedInContext("/reports");
  const cursor = typeof after === "string" ? after : undefined;
  const { rows, next, now } = await listMyReports(ctx, { filter, ...(cursor === undefined ? {} : { after: cursor }) });
  const returned = await ownMailReturned(ctx);
  const list = filtered ? `/reports?${new URLSearchParams(filter)}` : "/reports";
  const drafts = cursor === undefined && !filtered ? await listDrafts(ctx) : [];
  return (
    <div className="flex flex-col gap-8">
      <LiveRefresh />
      {returned ? <OwnMailReturned since={returned} confirm={confirmAddressAgain} /> : null}
      {deleted ? <Notice kind="success" title="The draft is deleted" live="status" /> : null}
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading>My reports</PageHeading>
        {rows.length > 0 || filtered ? (
          <ButtonLink href="/report" variant="secondary">
            Report a vulnerability
          </ButtonLink>
        ) : null}
      </div>
      {drafts.length > 0 ? (
        <section aria-labelledby="drafts">
          <h2 id="drafts" className="mb-2 text-xl font-semibold">
            {drafts.length === 1 ? "A draft, not sent yet" : `${drafts.length} drafts, not sent yet`}
          </h2>
          <DraftList drafts={drafts} discardFor={({ publicId }) => deleteMyDraft.bind(null, publicId)} />
        </section>
      ) : null}
      {rows.length > 0 || filtered ? <MineFilter filter={filter} /> : null}
      {rows.length > 0 || (filtered && next !== null) ? (
        <section aria-label="Reports you sent">
          <MyReportList rows={rows} now={now} />
          <Pagination
            previousHref={cursor === undefined ? undefined : list}
            previousText="Newest"
            nextHref={
              next === null ? undefined : `${list}${filtered ? "&" : "?"}${new URLSearchParams({ after: next })}`
            }
          />
        </section>
      ) : (
        <Nothing first={cursor === undefined} filtered={filtered} />
      )}
    </div>
  );
}

function Nothing({ first, filtered }: { first: boolean; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="None of your reports is like that" action={<TextLink href="/reports">Show all</TextLink>} />
    );
  }
  if (!first) {
    return <EmptyState title="That was all of them" action={<TextLink href="/reports">Back to the newest</TextLink>} />;
  }
  return (
    <EmptyState
      title="You have sent no report yet"
      action={<ButtonLink href="/report">Report a vulnerability</ButtonLink>}
    >
      <p>Once you send one, it stands here with its status, whose turn it is, and the date of the next update.</p>
    </EmptyState>
  );
}

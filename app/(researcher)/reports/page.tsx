import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-list";
import { OwnMailReturned } from "@/components/mail/returned-notice";
import { DraftList } from "@/components/report-form/draft-list";
import { DeleteDraft } from "@/components/reports-mine/delete-draft";
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
import { signedInContext } from "@/lib/request/signed-in";
import { confirmAddressAgain } from "../../mail/actions";
import { deleteMyDraft } from "./actions";

export const metadata: Metadata = { title: "My reports" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MyReportsPage({ searchParams }: Props) {
  const { after, deleted } = await searchParams;
  const ctx = await signedInContext("/reports");
  const cursor = typeof after === "string" ? after : undefined;
  const { rows, next, now } = await listMyReports(ctx, cursor === undefined ? {} : { after: cursor });
  const returned = await ownMailReturned(ctx);
  const drafts = cursor === undefined ? await listDrafts(ctx) : [];
  return (
    <div className="flex flex-col gap-8">
      <LiveRefresh />
      {returned ? <OwnMailReturned since={returned} confirm={confirmAddressAgain} /> : null}
      {deleted ? <Notice kind="success" title="The draft is deleted" live="status" /> : null}
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading>My reports</PageHeading>
        {rows.length > 0 ? (
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
          <DraftList
            drafts={drafts}
            discard={(draft) => <DeleteDraft draft={draft} action={deleteMyDraft.bind(null, draft.publicId)} />}
          />
        </section>
      ) : null}
      {rows.length > 0 ? (
        <section aria-label="Reports you sent">
          <MyReportList rows={rows} now={now} />
          <Pagination
            previousHref={cursor === undefined ? undefined : "/reports"}
            previousText="Newest"
            nextHref={next === null ? undefined : `/reports?after=${encodeURIComponent(next)}`}
          />
        </section>
      ) : (
        <Nothing first={cursor === undefined} />
      )}
    </div>
  );
}

function Nothing({ first }: { first: boolean }) {
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

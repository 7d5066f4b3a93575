import type { Metadata } from "next";
import { QueueHeading } from "@/components/triage/queue-heading";
import { ArrangeViews } from "@/components/triage/view-forms";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { offeredViews } from "@/lib/triage/queries";
import { address, deskContext, listTitle, orNotFound, type SearchParams, single } from "../../desk";
import { hide, move, remove, rename } from "./actions";

const PATH = "/staff/reports/views";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Arrange lists", PATH, searchParams);
}

const SAID: Record<string, string> = {
  replaced: "The list was replaced",
  moved: "The order was kept",
  hidden: "The list is no longer offered to you",
  shown: "The list is offered again",
  renamed: "The list was changed",
  deleted: "The list was deleted",
};

/** Which lists are offered to the reader, in which order, and what their own are called. */
export default async function ViewsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const ctx = await deskContext(address(PATH, { program }));
  const { programSlug, programName, views } = await orNotFound(offeredViews(ctx, program));
  const said = SAID[single(asked.said) ?? ""];
  return (
    <div className="flex max-w-form flex-col gap-3">
      <BackLink href={address("/staff/reports", { program })}>Reports</BackLink>
      <QueueHeading title={`Arrange lists · ${programName}`} />
      {said ? <Notice kind="success" live="status" title={said} /> : null}
      <p className="text-ink-soft">The order and what is hidden are for you alone.</p>
      <ArrangeViews
        views={views}
        actions={{
          up: (key) => move.bind(null, programSlug, key, -1),
          down: (key) => move.bind(null, programSlug, key, 1),
          hide: (key, hidden) => hide.bind(null, programSlug, key, hidden),
          rename: (key) => rename.bind(null, programSlug, key),
          remove: (key) => remove.bind(null, programSlug, key),
        }}
      />
    </div>
  );
}

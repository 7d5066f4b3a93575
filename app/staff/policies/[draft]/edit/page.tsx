import type { Metadata } from "next";
import { AddClause } from "@/components/policy-editor/add-clause";
import { EditFrame } from "@/components/policy-editor/edit-frame";
import { Outline } from "@/components/policy-editor/outline";
import { RevisionFacts } from "@/components/policy-editor/verdict-panel";
import { Notice } from "@/components/ui/notice";
import { When } from "@/components/ui/when";
import { editPath } from "@/lib/policy/edit/paths";
import { type SearchParams, single } from "../../../desk";
import { draftPage } from "../draft-page";
import { changeClauseForm } from "./actions";

type Props = { params: Promise<{ draft: string }>; searchParams: SearchParams };

const DONE: Record<string, string> = {
  up: "The clause moved up",
  down: "The clause moved down",
  remove: "The clause was removed",
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { draft } = await params;
  const { view } = await draftPage(draft, editPath(draft));
  return { title: `Edit ${view.document.title ?? "a policy"}` };
}

export default async function EditPolicyPage({ params, searchParams }: Props) {
  const { draft } = await params;
  const { view, verdict } = await draftPage(draft, editPath(draft));
  const done = DONE[single((await searchParams).done) ?? ""];
  const change = view.editable ? changeClauseForm.bind(null, view.publicId) : undefined;
  return (
    <EditFrame view={view} verdict={verdict} place="edit" title="Edit the policy">
      {done ? <Notice kind="success" live="status" title={done} /> : null}
      {view.editable ? null : <ReadOnly />}
      {view.editable && view.stage !== "draft" ? (
        <Notice kind="warning" title="This draft is in review">
          A change of its text takes it back to its writers, and every signature under it ends.
        </Notice>
      ) : null}
      <div className="grid grid-cols-1 gap-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="flex min-w-0 flex-col gap-8">
          <Outline publicId={view.publicId} draft={view.document} findings={verdict.findings} change={change} />
          {change ? <AddClause draft={view.document} change={change} /> : null}
        </div>
        <aside aria-label="What the portal says about it" className="flex min-w-0 flex-col gap-4">
          <RevisionFacts publicId={view.publicId} verdict={verdict} />
          <p className="text-ink-soft">
            Last saved <When at={view.savedAt} zone={view.zone} />
            {view.savedBy ? ` by ${view.savedBy}` : ""}
          </p>
        </aside>
      </div>
    </EditFrame>
  );
}

function ReadOnly() {
  return (
    <Notice kind="info" title="You may read this draft">
      A coordinator or the policy owner of the program changes it, as long as it is open.
    </Notice>
  );
}

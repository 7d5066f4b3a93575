import type { Metadata } from "next";
import { PolicyDiff } from "@/components/policy/policy-diff";
import { EditFrame } from "@/components/policy-editor/edit-frame";
import { RevisionFacts } from "@/components/policy-editor/verdict-panel";
import { EmptyState } from "@/components/ui/empty-state";
import { comparePolicies } from "@/lib/policy/compare/diff";
import { readable } from "@/lib/policy/edit/judge";
import { changesPath } from "@/lib/policy/edit/paths";
import { draftPage } from "../draft-page";

type Props = { params: Promise<{ draft: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { draft } = await params;
  const { view } = await draftPage(draft, changesPath(draft));
  return { title: `Changes – ${view.document.title ?? "a policy"}` };
}

export default async function ChangesPage({ params }: Props) {
  const { draft } = await params;
  const { view, verdict } = await draftPage(draft, changesPath(draft));
  const title = view.base ? `Changes since version ${view.base.version}` : "Changes";
  return (
    <EditFrame view={view} verdict={verdict} place="changes" title={title}>
      {view.base ? (
        <>
          <div className="max-w-measure">
            <RevisionFacts publicId={view.publicId} verdict={verdict} />
          </div>
          <div className="text-base">
            <PolicyDiff comparisons={comparePolicies(view.base.document, readable(view, view.document))} />
          </div>
        </>
      ) : (
        <EmptyState title="There is nothing to compare with: this is the program’s first policy." />
      )}
    </EditFrame>
  );
}

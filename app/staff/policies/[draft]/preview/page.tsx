import type { Metadata } from "next";
import { PolicyReader } from "@/components/policy/policy-reader";
import { EditFrame } from "@/components/policy-editor/edit-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { readable } from "@/lib/policy/edit/judge";
import { previewPath } from "@/lib/policy/edit/paths";
import { contentHash } from "@/lib/policy/hash";
import { reviewState } from "@/lib/policy/review";
import { draftPage } from "../draft-page";

type Props = { params: Promise<{ draft: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { draft } = await params;
  const { view } = await draftPage(draft, previewPath(draft));
  return { title: `Preview – ${view.document.title ?? "a policy"}` };
}

export default async function PreviewPage({ params }: Props) {
  const { draft } = await params;
  const { view, verdict } = await draftPage(draft, previewPath(draft));
  const document = readable(view, view.document);
  const calendar = view.calendars.find(({ version }) => version === document.calendar.version) ?? view.calendars[0];
  return (
    <EditFrame view={view} verdict={verdict} place="preview">
      {calendar ? (
        <div className="rounded-lg border border-line bg-paper p-4 text-base sm:p-6">
          <PolicyReader
            document={document}
            contentHash={contentHash(document)}
            calendar={calendar}
            review={reviewState(document, new Date(view.now))}
            reviewedOn={document.reviewedOn}
            current={false}
          />
        </div>
      ) : (
        <EmptyState title="This program has no calendar yet.">
          The page counts its promises by one: confirm a calendar first.
        </EmptyState>
      )}
    </EditFrame>
  );
}

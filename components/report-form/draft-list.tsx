import type { FormAction } from "@/components/forms/action-form";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { DraftCard } from "@/lib/reports/drafts/types";
import { DeleteDraft } from "./delete-draft";

/** Unsent drafts, each with the way back into it. `discardFor` is what deletes one, once that was confirmed. */
export function DraftList({
  drafts,
  discardFor,
}: {
  drafts: readonly DraftCard[];
  discardFor: (draft: DraftCard) => FormAction<undefined>;
}) {
  return (
    <ul className="flex flex-col border-t border-line">
      {drafts.map((draft) => (
        <li key={draft.publicId} className="flex flex-col gap-3 border-b border-line py-4">
          <div>
            <p className="font-semibold">{draft.title ?? "Without a title yet"}</p>
            <p className="text-sm text-ink-soft">
              {draft.programName} · saved <When at={draft.savedAt} zone={draft.zone} /> · kept until{" "}
              <When at={draft.keptUntil} zone={draft.zone} style="date" />
            </p>
            {draft.policyChangedTo ? (
              <p className="mt-1 text-soon">
                The policy changed while you were writing: version {draft.policyChangedTo} is in force. Before you send,
                you see what changed and agree again.
              </p>
            ) : null}
            {draft.guest ? (
              <p className="mt-1 text-sm">
                <TextLink href={`/report/${draft.publicId}/link`}>
                  {draft.resume === null ? "Mail me a link to go on elsewhere" : "Links by mail to this draft"}
                </TextLink>
              </p>
            ) : null}
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <ButtonLink href={`/report/${draft.publicId}/${draft.next}`} variant="secondary" size="compact">
              Continue<span className="sr-only"> {draft.title ?? `the draft to ${draft.programName}`}</span>
            </ButtonLink>
            <DeleteDraft draft={draft} action={discardFor(draft)} />
          </div>
        </li>
      ))}
    </ul>
  );
}

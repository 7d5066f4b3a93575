import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { DRAFT_LINK_MINUTES } from "@/lib/guests/resume/link";
import { openDraft } from "../../load";
import { forgetAddress, mailLink } from "../../resume/actions";

// The form carries the title, so that errors reach it without scripts.
export const metadata: Metadata = { title: { absolute: "" } };

type Props = {
  params: Promise<{ draftId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const TITLE = "A link to this draft";

/** Where a guest asks for a link by mail, so that another browser can go on. */
export default async function DraftLinkPage({ params, searchParams }: Props) {
  const { draftId } = await params;
  const { said } = await searchParams;
  const { draft, journey } = await openDraft(draftId, `/report/${draftId}/link`);
  // A draft in an account opens wherever its owner signs in.
  if (!draft.guest) notFound();
  return (
    <div className="mx-auto flex max-w-form flex-col gap-6">
      <BackLink href={`/report/${draftId}/${journey.next ?? "check"}`} />
      {said === "mailed" && draft.resume !== null ? (
        <Notice kind="success" live="status" title="The link is on its way">
          To {draft.resume}. It works once, for {DRAFT_LINK_MINUTES} minutes.
        </Notice>
      ) : null}
      {said === "forgotten" ? <Notice kind="success" live="status" title="The address is forgotten" /> : null}
      <ActionForm action={mailLink.bind(null, draftId)} title={`${TITLE} – Safe Harbour`}>
        <PageHeading lead="To go on in another browser, or if this one forgets. The mail says whom the report is for, and nothing of what you wrote.">
          {TITLE}
        </PageHeading>
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          hint="Kept encrypted beside the draft, and only as long as the draft: for links to it and a warning before it ends"
          autoComplete="email"
          spellCheck={false}
          defaultValue={draft.resume ?? undefined}
        />
        <div>
          <SubmitButton pendingText="Sending…">
            {draft.resume === null ? "Mail me a link" : "Mail a new link"}
          </SubmitButton>
        </div>
        <p className="text-sm text-ink-soft">
          Whoever opens the link has the draft: it moves to their browser and leaves this one. A newer link replaces the
          older.
        </p>
      </ActionForm>
      {draft.resume === null ? null : (
        <ActionForm action={forgetAddress.bind(null, draftId)}>
          <div>
            <SubmitButton variant="secondary">Forget the address</SubmitButton>
          </div>
        </ActionForm>
      )}
    </div>
  );
}

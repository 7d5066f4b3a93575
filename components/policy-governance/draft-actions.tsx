import { ActionForm, type FormAction, type FormState } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import { ButtonLink } from "@/components/ui/button";
import type { PolicyDraftView } from "@/lib/policy/drafts/types";
import { ReturnForm } from "./governance-forms";

type PlainMove = "send" | "rebase" | "withdraw" | "restore";
type MoveAction = (
  draft: string,
  move: PlainMove,
  state: FormState<undefined>,
  form: FormData,
) => Promise<FormState<undefined>>;

/** What the reader can do with a draft now, the next step first. */
export function DraftActions({
  draft,
  move,
  giveBack,
  publish,
}: {
  draft: Pick<PolicyDraftView, "publicId" | "moves" | "contentHash" | "document">;
  move: MoveAction;
  giveBack: FormAction<undefined>;
  publish: FormAction<undefined>;
}) {
  const { publicId, moves } = draft;
  const path = `/staff/policies/${publicId}`;
  if (moves.length === 0) return null;
  const press = (name: PlainMove, text: string, variant: "primary" | "secondary" = "secondary") =>
    moves.includes(name) ? (
      <ActionForm action={move.bind(null, publicId, name)} className="contents">
        <SubmitButton variant={variant}>{text}</SubmitButton>
      </ActionForm>
    ) : null;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        {moves.includes("publish") ? (
          <ActionForm action={publish} hidden={{ hash: draft.contentHash }} className="contents">
            <SubmitButton pendingText="Publishing…">Publish version {draft.document.version ?? ""} now</SubmitButton>
          </ActionForm>
        ) : null}
        {moves.includes("sign") ? <ButtonLink href={`${path}/sign`}>Review and sign</ButtonLink> : null}
        {moves.includes("approve") ? <ButtonLink href={`${path}/approve`}>Look at it and approve</ButtonLink> : null}
        {press("rebase", "Compare it with the version in force", "primary")}
        {press("send", "Send to review", "primary")}
        {press("restore", "Take it up again", "primary")}
        {moves.includes("edit") ? (
          <ButtonLink href={`${path}/edit`} variant="secondary">
            Edit
          </ButtonLink>
        ) : null}
      </div>
      <div className="flex flex-wrap items-start gap-3">
        {moves.includes("return") ? <ReturnForm action={giveBack} /> : null}
        {moves.includes("withdraw") ? (
          <ActionForm action={move.bind(null, publicId, "withdraw")} className="contents">
            <FormPanel label="Withdraw" grave>
              <p>It is taken off the desk and kept: you can take it up again. Signatures under it are void then.</p>
              <div>
                <SubmitButton variant="danger" size="compact">
                  Withdraw this draft
                </SubmitButton>
              </div>
            </FormPanel>
          </ActionForm>
        ) : null}
      </div>
    </div>
  );
}

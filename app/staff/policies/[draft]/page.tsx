import type { Metadata } from "next";
import { PolicyDiff } from "@/components/policy/policy-diff";
import { ClassificationBox } from "@/components/policy-governance/classification-box";
import { DraftActions } from "@/components/policy-governance/draft-actions";
import { FindingsList } from "@/components/policy-governance/findings-list";
import { RaiseForm, ReasonForm } from "@/components/policy-governance/governance-forms";
import { RoomSection } from "@/components/policy-governance/room-section";
import { SignatureList } from "@/components/policy-governance/signature-list";
import { StageTag } from "@/components/policy-governance/stage-tag";
import { TaskList } from "@/components/policy-governance/task-list";
import { BackLink } from "@/components/ui/back-link";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { comparePolicies } from "@/lib/policy/compare/diff";
import { policyVersionPath } from "@/lib/policy/paths";
import { address, type SearchParams, single } from "../../desk";
import { giveReasonAction, moveDraftAction, publishDraftAction, raiseDraftAction, returnDraftAction } from "../actions";
import { type DraftProps, loadPolicyDraft } from "./load";

const DONE: Record<string, string> = {
  send: "It was sent to review, and the policy owner was told.",
  return: "It was sent back to its writers.",
  raise: "It counts as major from now on.",
  rebase: "It is compared with the version in force from now on. Look at what changed, then send it to review.",
  withdraw: "It was taken off the desk. You can take it up again.",
  restore: "It is a draft again.",
  reason: "The reason is kept.",
  sign: "Your signature is kept.",
  approve: "Your approval is kept.",
  publish: "It is in force. Staff and everybody with an unsent report are told.",
};

export async function generateMetadata({ params }: DraftProps): Promise<Metadata> {
  const { draft } = await loadPolicyDraft((await params).draft);
  return { title: `Draft ${draft.document.version ?? ""} of ${draft.programName}` };
}

export default async function PolicyDraftPage({ params, searchParams }: DraftProps & { searchParams: SearchParams }) {
  const { draft } = await loadPolicyDraft((await params).draft);
  const done = DONE[single((await searchParams).done) ?? ""];
  const { publicId, stage, base, complete, moves } = draft;
  const open = stage !== "published" && stage !== "withdrawn";
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        <BackLink href={address("/staff/policies", { program: draft.programSlug })}>Policy</BackLink>
        <div className="flex flex-wrap items-center gap-3">
          <PageHeading face="sans">
            {draft.document.version ? `Version ${draft.document.version}` : "A draft without a number"} of{" "}
            {draft.programName}
          </PageHeading>
          <StageTag stage={stage} />
        </div>
        <p className="text-ink-soft">
          {base ? `Revises version ${base.version}` : "The first policy of this program"} · saved{" "}
          <When at={draft.savedAt} zone={draft.zone} />
          {draft.savedBy ? ` by ${draft.savedBy}` : ""}
        </p>
      </div>
      {done ? <Notice kind="success" live="status" title={done} /> : null}
      {draft.returnedNote ? (
        <Notice kind="warning" title="The review asks for a change">
          <p className="whitespace-pre-line">{draft.returnedNote}</p>
        </Notice>
      ) : null}
      {draft.publishedAs ? (
        <p>
          Published as{" "}
          <TextLink href={policyVersionPath(draft.programSlug, draft.publishedAs)}>
            version {draft.publishedAs}
          </TextLink>
          .
        </p>
      ) : null}
      {open ? (
        <RoomSection id="missing" title="Before it can be published">
          <TaskList obstacles={draft.obstacles} />
        </RoomSection>
      ) : null}
      <DraftActions
        draft={draft}
        move={moveDraftAction}
        giveBack={returnDraftAction.bind(null, publicId)}
        publish={publishDraftAction.bind(null, publicId)}
      />
      <RoomSection id="class" title="Major or minor">
        <ClassificationBox
          classification={draft.classification}
          challenge={moves.includes("raise") ? <RaiseForm action={raiseDraftAction.bind(null, publicId)} /> : null}
        />
      </RoomSection>
      <RoomSection id="findings" title="What the linter says">
        <FindingsList
          findings={draft.findings}
          reasonFor={
            moves.includes("edit") && !draft.standing.signed
              ? (finding) => (
                  <ReasonForm
                    finding={finding}
                    place={draft.findings.indexOf(finding)}
                    action={giveReasonAction.bind(null, publicId, finding.key)}
                  />
                )
              : undefined
          }
        />
      </RoomSection>
      <RoomSection id="signatures" title="Signatures">
        <SignatureList approvals={draft.approvals} />
      </RoomSection>
      {base && complete ? (
        <RoomSection id="changes" title={`What changes from version ${base.version}`}>
          <Disclosure summary="Show the comparison" open={stage === "in_review"}>
            <PolicyDiff comparisons={comparePolicies(base.document, complete)} />
          </Disclosure>
        </RoomSection>
      ) : null}
    </div>
  );
}

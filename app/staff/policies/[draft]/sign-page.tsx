import type { FormAction } from "@/components/forms/action-form";
import { PolicyDiff } from "@/components/policy/policy-diff";
import { ClassificationBox } from "@/components/policy-governance/classification-box";
import { FindingsList } from "@/components/policy-governance/findings-list";
import { LessonList } from "@/components/policy-governance/lesson-list";
import { RoomSection } from "@/components/policy-governance/room-section";
import { SignForm } from "@/components/policy-governance/sign-form";
import { SignatureList } from "@/components/policy-governance/signature-list";
import { TaskList } from "@/components/policy-governance/task-list";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { stepUpMeans } from "@/lib/accounts/queries";
import { comparePolicies } from "@/lib/policy/compare/diff";
import { governanceOf } from "@/lib/policy/document";
import type { PolicyDraftView } from "@/lib/policy/drafts/types";
import { approvalStatement, signatureStatement } from "@/lib/policy/governance/statements";
import { getPolicyRoom } from "@/lib/policy/room/queries";
import type { Context } from "@/lib/request/transaction";

const WORDS = {
  sign: { title: "Review and sign", button: "Sign this version", role: "Chief Privacy and Security Officer" },
  approve: { title: "Approve", button: "Approve this version", role: "Chief Executive Officer" },
} as const;

/** Everything that somebody has to see before their name goes under a text, then the form. */
export async function SignPage({
  ctx,
  draft,
  kind,
  action,
}: {
  ctx: Context;
  draft: PolicyDraftView;
  kind: "sign" | "approve";
  action: FormAction<undefined>;
}) {
  const { base, complete, moves } = draft;
  const words = WORDS[kind];
  const hash = kind === "sign" ? draft.hashToSign : draft.contentHash;
  const { lessons } = await getPolicyRoom(ctx, draft.programSlug);
  const governance = complete ? governanceOf(complete) : undefined;
  const called = kind === "sign" ? governance?.reviewer : governance?.approver;
  const inTheWay = draft.obstacles.filter(({ kind: what }) => !["review", "signature", "approval"].includes(what));
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        <BackLink href={`/staff/policies/${draft.publicId}`}>The draft</BackLink>
        <PageHeading face="sans">
          {words.title}: version {draft.document.version} of {draft.programName}
        </PageHeading>
      </div>
      <RoomSection id="class" title="Major or minor">
        <ClassificationBox classification={draft.classification} />
      </RoomSection>
      <RoomSection id="changes" title={base ? `What changes from version ${base.version}` : "The text"}>
        {base && complete ? (
          <PolicyDiff comparisons={comparePolicies(base.document, complete)} />
        ) : (
          <p>
            This is the first policy of the program: there is nothing to compare it with.{" "}
            <TextLink href={`/staff/policies/${draft.publicId}/preview`}>Read it whole</TextLink> before you put your
            name to it.
          </p>
        )}
      </RoomSection>
      <RoomSection id="findings" title="What the linter says">
        <FindingsList findings={draft.findings} />
      </RoomSection>
      {kind === "sign" ? (
        <RoomSection id="lessons" title="Lessons since the last review">
          <LessonList lessons={lessons} zone={draft.zone} />
        </RoomSection>
      ) : (
        <RoomSection id="signatures" title="Signatures">
          <SignatureList approvals={draft.approvals} />
        </RoomSection>
      )}
      <RoomSection id="sign" title={words.title}>
        {inTheWay.length > 0 ? (
          <Notice kind="warning" title="Something has to be done first">
            <TaskList obstacles={inTheWay} />
          </Notice>
        ) : moves.includes(kind) && complete ? (
          <SignForm
            action={action}
            hash={hash}
            statement={
              kind === "sign" ? signatureStatement(complete.version, hash) : approvalStatement(complete.version, hash)
            }
            roleHint={called ? `The policy calls it: ${called}` : `Such as ${words.role}`}
            button={words.button}
            dated={
              kind === "sign" ? (
                <>
                  Your signature is the review: the text will say that it was reviewed on{" "}
                  <When at={draft.today} zone={draft.zone} style="date" />.
                </>
              ) : null
            }
            stepUp={await stepUpMeans(ctx)}
          />
        ) : (
          <p className="text-ink-soft">
            {kind === "sign"
              ? "Only the policy owner signs, once, while the draft is in review."
              : "Only the executive approves, as another person than the signer, once a major revision is signed."}
          </p>
        )}
      </RoomSection>
    </div>
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FindingsList } from "@/components/policy-governance/findings-list";
import { LessonList } from "@/components/policy-governance/lesson-list";
import { ReviewClock } from "@/components/policy-governance/review-clock";
import { RoomSection } from "@/components/policy-governance/room-section";
import { SignForm } from "@/components/policy-governance/sign-form";
import { SignatureList } from "@/components/policy-governance/signature-list";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { stepUpMeans } from "@/lib/accounts/queries";
import { governanceOf } from "@/lib/policy/document";
import { noChangeStatement } from "@/lib/policy/governance/statements";
import { policyPath } from "@/lib/policy/paths";
import { getPolicyRoom } from "@/lib/policy/room/queries";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { reviewWithoutChangeAction } from "../actions";

const PATH = "/staff/policies/review";

async function load(searchParams: SearchParams) {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(PATH, { program }));
  const room = await orNotFound(getPolicyRoom(ctx, program));
  if (!room.current) notFound();
  return { ctx, room, current: room.current };
}

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { room, current } = await load(searchParams);
  return { title: `Review of version ${current.document.version}, ${room.programName}` };
}

/** The worksheet of the yearly review, and the signature that says that nothing changes. */
export default async function PolicyReviewPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, room, current } = await load(searchParams);
  const { document, hash } = current;
  return (
    <div className="flex flex-col gap-8">
      <div>
        <BackLink href={address("/staff/policies", { program: room.programSlug })}>Policy</BackLink>
        <PageHeading face="sans">Review of version {document.version}</PageHeading>
      </div>
      <ReviewClock review={current.review} now={room.now} />
      <RoomSection id="findings" title="What the linter says">
        <FindingsList findings={current.findings} />
      </RoomSection>
      <RoomSection id="lessons" title="Lessons since the last review">
        <LessonList lessons={room.lessons} zone={room.zone} />
      </RoomSection>
      <RoomSection id="signatures" title="Signatures under this version">
        <SignatureList approvals={current.signatures} />
      </RoomSection>
      <RoomSection id="sign" title="Reviewed, no change">
        {room.maySign ? (
          <>
            <p className="max-w-measure">
              Read <TextLink href={policyPath(room.programSlug)}>the policy as it stands</TextLink> and what is listed
              here. If something has to change, start a revision instead: its signature is a review too.
            </p>
            <SignForm
              action={reviewWithoutChangeAction.bind(null, room.programSlug)}
              hash={hash}
              statement={noChangeStatement(document.version, hash)}
              roleHint={`The policy calls it: ${governanceOf(document)?.reviewer ?? "policy owner"}`}
              button="Sign the review"
              stepUp={await stepUpMeans(ctx)}
            />
          </>
        ) : (
          <p className="text-ink-soft">Only the policy owner of this program can sign a review.</p>
        )}
      </RoomSection>
    </div>
  );
}

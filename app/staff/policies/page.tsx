import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DraftTable } from "@/components/policy-governance/draft-table";
import { LessonList } from "@/components/policy-governance/lesson-list";
import { ReviewClock } from "@/components/policy-governance/review-clock";
import { RoomSection } from "@/components/policy-governance/room-section";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { ButtonLink } from "@/components/ui/button";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { listPolicyDrafts } from "@/lib/policy/drafts/queries";
import { countWords } from "@/lib/policy/lint/report";
import { policyHistoryPath, policyVersionPath } from "@/lib/policy/paths";
import { getPolicyRoom, type PolicyRoom } from "@/lib/policy/room/queries";
import { address, deskContext, orNotFound, type SearchParams, single } from "../desk";
import { startDraftAction } from "./actions";

const PATH = "/staff/policies";

async function load(searchParams: SearchParams) {
  const query = await searchParams;
  const program = single(query.program);
  const ctx = await deskContext(address(PATH, { program }));
  const room = await orNotFound(getPolicyRoom(ctx, program));
  return { ctx, room, done: single(query.done) };
}

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { room } = await load(searchParams);
  return { title: `Policy of ${room.programName}` };
}

export default async function PoliciesPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, room, done } = await load(searchParams);
  const drafts = await listPolicyDrafts(ctx, room.programSlug);
  const tabs = room.programs.map((slug) => ({
    href: address(PATH, { program: slug }),
    text: slug,
    current: slug === room.programSlug,
  }));
  return (
    <div className="flex flex-col gap-8">
      <QueueHeading title={`Policy of ${room.programName}`}>
        <Tabs label="Programs" tabs={tabs} />
      </QueueHeading>
      {done === "review" ? (
        <Notice kind="success" live="status" title="The review is signed. The clock of the next one runs from today." />
      ) : null}
      {room.current ? (
        <ReviewClock
          review={room.current.review}
          now={room.now}
          action={
            <TextLink href={`${PATH}/review?program=${room.programSlug}`}>
              {room.maySign ? "Open the worksheet, and sign that nothing changes" : "Open the worksheet of the review"}
            </TextLink>
          }
        />
      ) : null}
      <RoomSection id="drafts" title="Drafts">
        <DraftTable drafts={drafts} zone={room.zone} />
        {room.mayEdit ? <Start room={room} /> : null}
      </RoomSection>
      <RoomSection id="current" title="In force">
        {room.current ? <Current room={room} current={room.current} /> : <Nothing />}
      </RoomSection>
      <RoomSection id="lessons" title="Lessons for the next review">
        <LessonList lessons={room.lessons} zone={room.zone} />
      </RoomSection>
    </div>
  );
}

function Start({ room }: { room: PolicyRoom }) {
  return (
    <ActionForm action={startDraftAction.bind(null, room.programSlug)} className="flex flex-wrap items-center gap-3">
      {room.current ? (
        <SubmitButton name="source" value="current" pendingText="Starting…">
          Revise version {room.current.document.version}
        </SubmitButton>
      ) : null}
      <SubmitButton name="source" value="blank" variant="secondary" pendingText="Starting…">
        Start from nothing
      </SubmitButton>
      <ButtonLink href={`${PATH}/import?program=${room.programSlug}`} variant="secondary">
        Import a written policy
      </ButtonLink>
    </ActionForm>
  );
}

function Nothing() {
  return (
    <EmptyState title="No policy is in force.">
      Reports can be sent once one is published: start from nothing, or import the text that you have.
    </EmptyState>
  );
}

function Current({ room, current }: { room: PolicyRoom; current: NonNullable<PolicyRoom["current"]> }) {
  const { document } = current;
  return (
    <DefinitionList
      items={[
        {
          term: "Version",
          description: (
            <>
              <TextLink href={policyVersionPath(room.programSlug, document.version)}>{document.version}</TextLink>
              {", "}
              <TextLink href={policyHistoryPath(room.programSlug)}>all versions and what each changed</TextLink>
            </>
          ),
        },
        { term: "Published", description: <When at={current.publishedAt} zone={room.zone} /> },
        {
          term: "Revised",
          description: <When at={document.revisedOn} zone={room.zone} style="date" />,
        },
        {
          term: "Linter",
          description: (
            <TextLink href={`${PATH}/review?program=${room.programSlug}#findings`}>
              {countWords(current.findings)}
            </TextLink>
          ),
        },
        {
          term: "SHA-256",
          description: <code className="font-mono text-xs break-all">{current.hash}</code>,
        },
      ]}
    />
  );
}

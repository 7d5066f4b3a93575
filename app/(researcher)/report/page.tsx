import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { WaysToReport } from "@/components/guests/ways-to-report";
import { DraftList } from "@/components/report-form/draft-list";
import { ProtectionChoice } from "@/components/report-form/protection-choice";
import { StartFacts } from "@/components/report-form/start-facts";
import { StillPage } from "@/components/shell/still-page";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { accountOf } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import { currentPolicy } from "@/lib/policy/queries";
import type { PublishedPolicy } from "@/lib/policy/types";
import { usableKeyOf } from "@/lib/program-keys/queries";
import type { ProgramKey } from "@/lib/program-keys/types";
import { listPrograms } from "@/lib/programs/queries";
import { GUEST_DRAFT_DAYS } from "@/lib/reports/drafts/lifetime";
import { listDrafts } from "@/lib/reports/drafts/queries";
import type { DraftCard } from "@/lib/reports/drafts/types";
import { promisesAt } from "@/lib/reports/form/promises";
import { requestContext } from "@/lib/request/context";
import type { Context } from "@/lib/request/transaction";
import { discardDraft, startReport } from "./actions";

type Query = { program?: string; saved?: string; deleted?: string };
type Props = { searchParams: Promise<Query> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  // With a program, the form to start carries the title.
  const { program } = await searchParams;
  return { title: program === undefined ? "Report a vulnerability" : { absolute: "" } };
}

export default async function ReportStartPage({ searchParams }: Props) {
  const { program, saved, deleted } = await searchParams;
  if (program !== undefined && !/^[a-z0-9-]{1,60}$/.test(program)) notFound();
  const ctx = await requestContext();
  if (ctx.actor.kind === "pending") redirect(`/mfa?next=${encodeURIComponent("/report")}`);
  const drafts = await listDrafts(ctx);
  const guest = accountOf(ctx.actor) === null;
  const policy = program === undefined ? null : await policyOf(ctx, program);
  const key = policy && (await usableKeyOf(ctx, policy.slug));
  return (
    <div className="mx-auto flex max-w-form flex-col gap-8">
      <StillPage />
      {saved ? (
        <Notice kind="success" title="Your draft is saved" live="status">
          You find it below, as long as you keep it{guest ? " in this browser" : ""}.
        </Notice>
      ) : null}
      {deleted ? <Notice kind="success" title="The draft is deleted" live="status" /> : null}
      <Drafts drafts={drafts} />
      {policy ? <Start policy={policy} programKey={key} account={!guest} /> : <Programs ctx={ctx} />}
      {guest && drafts.length === 0 ? (
        <p className="text-ink-soft">
          Begun in another browser? <TextLink href="/report/resume">Continue a draft</TextLink> by a link in your mail.
        </p>
      ) : null}
    </div>
  );
}

async function policyOf(ctx: Context, slug: string): Promise<PublishedPolicy> {
  try {
    return await currentPolicy(ctx, slug);
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

function Start({
  policy,
  programKey,
  account,
}: {
  policy: PublishedPolicy;
  programKey: ProgramKey | null;
  account: boolean;
}) {
  const { document, calendar, slug, readAt } = policy;
  return (
    <ActionForm action={startReport.bind(null, slug)} title="Report a vulnerability – Safe Harbour">
      <PageHeading
        lead={
          <p>
            To {document.organisation.tradeName}, under{" "}
            <TextLink href={`/programs/${slug}/policy`}>version {document.version} of its policy</TextLink>.
          </p>
        }
      >
        Report a vulnerability
      </PageHeading>
      <StartFacts document={document} promises={promisesAt(document, calendar, readAt)} />
      {programKey ? <ProtectionChoice programKey={programKey} zone={calendar.zone} programSlug={slug} /> : null}
      {account ? (
        <div>
          <SubmitButton>Start a report</SubmitButton>
        </div>
      ) : (
        <WaysToReport next={`/report?program=${slug}`} keptDays={GUEST_DRAFT_DAYS} />
      )}
    </ActionForm>
  );
}

async function Programs({ ctx }: { ctx: Context }) {
  const programs = (await listPrograms(ctx)).flatMap(({ slug, policy }) => (policy ? [{ slug, policy }] : []));
  return (
    <>
      <PageHeading lead={<p>Choose whom it concerns. Each has a policy and promises of its own.</p>}>
        Report a vulnerability
      </PageHeading>
      {programs.length === 0 ? (
        <EmptyState title="No program takes reports yet">Once one publishes its policy, it stands here.</EmptyState>
      ) : (
        <ul className="flex flex-col border-t border-line">
          {programs.map(({ slug, policy }) => (
            <li key={slug} className="border-b border-line py-4">
              <TextLink href={`/report?program=${slug}`} className="text-lg font-semibold">
                {policy.organisation.tradeName}
              </TextLink>
              <p className="text-ink-soft">{policy.title}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Drafts({ drafts }: { drafts: readonly DraftCard[] }) {
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts" className="mb-2 text-xl font-semibold">
        {drafts.length === 1 ? "You have a draft" : `You have ${drafts.length} drafts`}
      </h2>
      <DraftList drafts={drafts} discardFor={({ publicId }) => discardDraft.bind(null, publicId)} />
    </section>
  );
}

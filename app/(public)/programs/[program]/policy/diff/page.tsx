import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageFrame } from "@/components/policy/page-frame";
import { PolicyDiff } from "@/components/policy/policy-diff";
import { RevisionReasons } from "@/components/policy/revision-reasons";
import { StillPage } from "@/components/shell/still-page";
import { BackLink } from "@/components/ui/back-link";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { classifyRevision } from "@/lib/policy/compare/classify";
import { comparePolicies } from "@/lib/policy/compare/diff";
import { predecessorOf } from "@/lib/policy/compare/revision";
import { policyHistoryPath, policyPath, versionOfSegment } from "@/lib/policy/paths";
import type { PublishedPolicy } from "@/lib/policy/types";
import { loadPolicyRevisions, loadPolicyVersion } from "../../load";

type Props = {
  params: Promise<{ program: string }>;
  searchParams: Promise<{ from?: string | string[]; to?: string | string[] }>;
};

/** The two versions, by default the one in force and its predecessor; an unknown one is not found. */
async function load({ params, searchParams }: Props) {
  const { program } = await params;
  const query = await searchParams;
  const revisions = await loadPolicyRevisions(program);
  const newest = revisions.find(({ status }) => status === "published") ?? revisions[0];
  const to = versionIn(query.to) ?? newest?.version ?? notFound();
  const from = versionIn(query.from) ?? predecessorOf(revisions, to) ?? to;
  const [before, after] = await Promise.all([loadPolicyVersion(program, from), loadPolicyVersion(program, to)]);
  return { program, revisions, before, after };
}

function versionIn(value: string | string[] | undefined): string | null {
  const given = [value ?? ""].flat()[0] ?? "";
  return given === "" ? null : (versionOfSegment(given) ?? notFound());
}

function headingOf({ before, after, revisions }: Awaited<ReturnType<typeof load>>): string {
  if (revisions.length === 1) return "First version: nothing to compare";
  if (before.document.version === after.document.version) return `Version ${after.document.version} beside itself`;
  return `What changed from ${before.document.version} to ${after.document.version}`;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const loaded = await load(props);
  const { after } = loaded;
  return {
    title: { absolute: `${headingOf(loaded)} – ${after.document.organisation.tradeName}` },
    robots: { index: false },
  };
}

export default async function PolicyDiffPage(props: Props) {
  const loaded = await load(props);
  const { program, revisions, before, after } = loaded;
  if (revisions.length === 1) {
    return <OnlyVersion program={program} version={after.document.version} heading={headingOf(loaded)} />;
  }
  const options = revisions.map(({ version, status }) => ({
    value: version,
    label: status === "published" ? `${version} (in force)` : version,
  }));
  return (
    <PageFrame>
      <StillPage />
      <BackLink href={policyHistoryPath(program)}>All versions</BackLink>
      <PageHeading
        lead={
          <>
            Version {before.document.version}, revised <Revised policy={before} />, beside version{" "}
            {after.document.version}, revised <Revised policy={after} />.
          </>
        }
      >
        {headingOf(loaded)}
      </PageHeading>
      <form
        action={`${policyPath(program)}/diff`}
        className="flex flex-col gap-4 sm:flex-row sm:items-end"
        data-print="no"
      >
        <Select name="from" label="From version" options={options} defaultValue={before.document.version} />
        <Select name="to" label="To version" options={options} defaultValue={after.document.version} />
        <Button type="submit" variant="secondary">
          Compare
        </Button>
      </form>
      <Classification before={before} after={after} />
      <PolicyDiff comparisons={comparePolicies(before.document, after.document)} />
    </PageFrame>
  );
}

function OnlyVersion({ program, version, heading }: { program: string; version: string; heading: string }) {
  return (
    <PageFrame>
      <BackLink href={policyHistoryPath(program)}>All versions</BackLink>
      <PageHeading lead="What a revision adds and takes away is shown here, word by word, once there is one.">
        {heading}
      </PageHeading>
      <p>
        <TextLink href={policyPath(program)}>Read version {version}</TextLink>
      </p>
    </PageFrame>
  );
}

function Revised({ policy: { document } }: { policy: PublishedPolicy }) {
  return <When at={document.revisedOn} zone={document.calendar.zone} style="date" />;
}

function Classification({ before, after }: { before: PublishedPolicy; after: PublishedPolicy }) {
  if (before.publishedAt >= after.publishedAt) return null;
  const { class: verdict, reasons } = classifyRevision(before.document, after.document);
  if (verdict === "minor") {
    return <Notice title="Minor: nothing here shrinks scope, safe harbour or a promise" className="max-w-measure" />;
  }
  return (
    <Notice kind="warning" title="Major: these changes take something away or ask more" className="max-w-measure">
      <RevisionReasons reasons={reasons} />
    </Notice>
  );
}

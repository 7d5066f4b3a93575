import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CandidateList } from "@/components/duplicates/candidate-list";
import { Comparison } from "@/components/duplicates/comparison";
import { Reference } from "@/components/reports/reference";
import { BackLink } from "@/components/ui/back-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { comparedSections } from "@/lib/duplicates/compare";
import { similarReports } from "@/lib/duplicates/queries";
import { getStaffReport } from "@/lib/reports/queries";
import { deskContext, orNotFound, type SearchParams, single } from "../../../desk";

type Props = { params: Promise<{ reference: string }>; searchParams: SearchParams };

const readSimilar = cache(async (reference: string) => {
  const ctx = await deskContext(`/staff/reports/${reference}/similar`);
  return orNotFound(similarReports(ctx, reference));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { reference } = await readSimilar((await params).reference);
  return { title: `Similar to ${reference}` };
}

/** Reports that may be about the same thing, and one of them beside this one. */
export default async function SimilarPage({ params, searchParams }: Props) {
  const { reference } = await params;
  const similar = await readSimilar(reference);
  const shown = single((await searchParams).with);
  const here = `/staff/reports/${similar.reference}`;
  return (
    <div className="flex flex-col gap-6">
      <BackLink href={here}>The report</BackLink>
      <PageHeading face="sans" lead={<span className="[overflow-wrap:anywhere]">{similar.title}</span>}>
        Similar reports
      </PageHeading>
      <Reference reference={similar.reference} />
      {similar.candidates.length === 0 ? (
        <EmptyState title="Nothing that you may read looks like this report." action={<a href={here}>Back to it</a>}>
          Compared are files, paths of addresses, words of the title, product and weakness.
        </EmptyState>
      ) : (
        <CandidateList similar={similar} base={`${here}/similar`} shown={shown} />
      )}
      {shown === undefined ? null : <Beside reference={similar.reference} other={shown} />}
    </div>
  );
}

async function Beside({ reference, other }: { reference: string; other: string }) {
  if (reference === other) notFound();
  const ctx = await deskContext(`/staff/reports/${reference}/similar`);
  const [one, two] = [await orNotFound(getStaffReport(ctx, reference)), await orNotFound(getStaffReport(ctx, other))];
  return (
    <section id="compared" aria-labelledby="compared-title" className="scroll-mt-4">
      <h2 id="compared-title" className="mb-2 text-lg font-semibold">
        Side by side
      </h2>
      <Comparison sides={[one, two]} sections={comparedSections(one.sections, two.sections)} />
    </section>
  );
}

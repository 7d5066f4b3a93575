import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CandidateList } from "@/components/duplicates/candidate-list";
import { CandidateSteps } from "@/components/duplicates/candidate-steps";
import { Comparison } from "@/components/duplicates/comparison";
import { MARK_SCOPE, VerdictForms } from "@/components/duplicates/verdict-forms";
import { RenewedWith } from "@/components/forms/renewed-with";
import { fieldName } from "@/components/reports/field-names";
import { Reference } from "@/components/reports/reference";
import { TemplateList } from "@/components/templates/template-list";
import { BackLink } from "@/components/ui/back-link";
import { EmptyState } from "@/components/ui/empty-state";
import { fieldId } from "@/components/ui/field-ids";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { comparedSections } from "@/lib/duplicates/compare";
import { similarReports } from "@/lib/duplicates/queries";
import type { Similar } from "@/lib/duplicates/types";
import { getStaffReport } from "@/lib/reports/queries";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../../desk";
import { textsToBeginWith } from "../begin";
import { mark, relate } from "./actions";

type Props = { params: Promise<{ reference: string }>; searchParams: SearchParams };

const SAID: Record<string, string> = {
  related: "Kept as related, from both sides",
  different: "Kept as different: neither suggests the other again",
};

const readSimilar = cache(async (reference: string) => {
  const ctx = await deskContext(`/staff/reports/${reference}/similar`);
  return orNotFound(similarReports(ctx, reference));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await readSimilar((await params).reference);
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

/** Reports that may be about the same thing, and one of them beside this one. */
export default async function SimilarPage({ params, searchParams }: Props) {
  const { reference } = await params;
  const similar = await readSimilar(reference);
  const asked = await searchParams;
  const shown = single(asked.with);
  const said = SAID[single(asked.said) ?? ""];
  const here = `/staff/reports/${similar.reference}`;
  const title = `Similar to ${similar.reference} – Safe Harbour`;
  return (
    <div className="flex flex-col gap-6">
      <BackLink href={here}>The report</BackLink>
      {said ? <Notice kind="success" live="status" title={said} /> : null}
      <PageHeading face="sans" lead={<span className="[overflow-wrap:anywhere]">{similar.title}</span>}>
        Similar reports
      </PageHeading>
      <Reference reference={similar.reference} />
      {similar.candidates.length === 0 ? (
        <EmptyState
          title="Nothing that you may read looks like this report."
          action={<TextLink href={here}>Back to it</TextLink>}
        >
          Compared are files, paths of addresses, words of the title, product and weakness.
        </EmptyState>
      ) : (
        <CandidateList similar={similar} base={`${here}/similar`} shown={shown} />
      )}
      {shown === undefined ? null : <Beside similar={similar} other={shown} asked={asked} title={title} />}
      <title>{title}</title>
    </div>
  );
}

async function Beside({
  similar,
  other,
  asked,
  title,
}: {
  similar: Similar;
  other: string;
  asked: Awaited<SearchParams>;
  title: string;
}) {
  const { reference, candidates } = similar;
  if (reference === other) notFound();
  const base = `/staff/reports/${reference}/similar`;
  const here = `${base}?with=${other}#compared`;
  const ctx = await deskContext(base);
  const [one, two] = [await orNotFound(getStaffReport(ctx, reference)), await orNotFound(getStaffReport(ctx, other))];
  const place = candidates.findIndex((candidate) => candidate.reference === two.reference);
  const step = (by: number) => {
    const found = place < 0 ? undefined : candidates[place + by];
    return found ? `${base}?with=${found.reference}#compared` : null;
  };
  const candidate = candidates[place] ?? {
    reference: two.reference,
    earlier: two.receivedAt <= one.receivedAt,
    related: false,
    original: one.duplicateOf === two.reference,
  };
  const { choices, begun } = await textsToBeginWith(ctx, one, asked);
  const texts = choices("reject").map((choice) => ({
    ...choice,
    href: `${address(base, { with: two.reference, template: choice.id })}#compared`,
  }));
  return (
    <section id="compared" aria-labelledby="compared-title" className="flex scroll-mt-4 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 id="compared-title" className="text-lg font-semibold">
          Side by side
        </h2>
        <CandidateSteps previous={step(-1)} next={step(1)} />
      </div>
      <RenewedWith mark={`${similar.version}-${two.reference}-${candidate.related}`}>
        <VerdictForms
          similar={similar}
          other={candidate}
          mark={mark.bind(null, reference, two.reference)}
          relateAs={(relation) => relate.bind(null, reference, two.reference, relation)}
          begin={<TemplateList choices={texts} target={fieldId(fieldName(MARK_SCOPE, "text"))} />}
          defaultText={begun?.text}
          here={here}
          title={title}
        />
      </RenewedWith>
      <Comparison sides={[one, two]} sections={comparedSections(one.sections, two.sections)} />
    </section>
  );
}

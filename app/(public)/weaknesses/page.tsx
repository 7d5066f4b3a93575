import type { Metadata } from "next";
import { SiteFrame } from "@/components/shell/site-frame";
import { StillPage } from "@/components/shell/still-page";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { WeaknessResults } from "@/components/weaknesses/weakness-results";
import { WeaknessSearch } from "@/components/weaknesses/weakness-search";
import { weaknessDescription, weaknesses } from "@/lib/weaknesses/catalogue";
import { offeredWeaknesses } from "@/lib/weaknesses/cwe";

type Props = { searchParams: Promise<{ q?: string | string[]; all?: string | string[] }> };

export const dynamic = "force-dynamic";

const WORDS_MAX = 200;
const SHOWN_MAX = 1000;

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? "";

async function asked({ searchParams }: Props) {
  const { q, all } = await searchParams;
  return { words: first(q).slice(0, WORDS_MAX), all: first(all) === "1" };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { words } = await asked(props);
  return {
    title: words === "" ? "Kinds of weakness" : `Kinds of weakness: ${words}`,
    ...(words === "" ? {} : { robots: { index: false } }),
  };
}

/** The CWE list to look things up in, for whom the combobox of the form is not there. */
export default async function WeaknessesPage(props: Props) {
  const { words, all } = await asked(props);
  const found = offeredWeaknesses(weaknesses(), words, { all, limit: SHOWN_MAX });
  return (
    <SiteFrame>
      <StillPage />
      <div className="flex max-w-measure flex-col gap-8">
        <PageHeading lead="Every kind of weakness has a number in the public list CWE. Find yours by a number or a word and put it in your report; “Not sure” is a good answer too.">
          Kinds of weakness
        </PageHeading>
        <WeaknessSearch words={words} all={all} />
        <WeaknessResults
          found={found}
          words={words}
          all={all}
          nameOf={(id) => weaknesses().get(id)?.name ?? null}
          descriptionOf={weaknessDescription}
        />
        <p className="text-sm text-ink-soft">
          Numbers and names are those of{" "}
          <TextLink href="https://cwe.mitre.org/" rel="noreferrer">
            CWE
          </TextLink>{" "}
          4.19.1, a list kept by The MITRE Corporation. The plain sentences are ours.
        </p>
      </div>
    </SiteFrame>
  );
}

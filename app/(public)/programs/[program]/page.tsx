import type { Metadata } from "next";
import { NoPolicyYet } from "@/components/policy/no-policy-yet";
import { ProgramOverview } from "@/components/policy/program-overview";
import { StillPage } from "@/components/shell/still-page";
import { loadProgram } from "./load";

type Props = { params: Promise<{ program: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { current, slug } = await loadProgram((await params).program);
  return {
    title: {
      absolute: `${current ? "Report a vulnerability" : "Program"} – ${current?.document.organisation.tradeName ?? slug}`,
    },
  };
}

export default async function ProgramPage({ params }: Props) {
  const { current } = await loadProgram((await params).program);
  return (
    <>
      <StillPage />
      {current ? <ProgramOverview document={current.document} /> : <NoPolicyYet />}
    </>
  );
}

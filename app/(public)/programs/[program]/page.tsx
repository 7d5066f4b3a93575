import type { Metadata } from "next";
import { NoPolicyYet } from "@/components/policy/no-policy-yet";
import { ProgramOverview } from "@/components/policy/program-overview";
import { loadProgram } from "./load";

type Props = { params: Promise<{ program: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { policy, slug } = await loadProgram((await params).program);
  return {
    title: { absolute: `${policy ? "Report a vulnerability" : "Program"} – ${policy?.organisation.tradeName ?? slug}` },
  };
}

export default async function ProgramPage({ params }: Props) {
  const { policy } = await loadProgram((await params).program);
  return policy ? <ProgramOverview document={policy} /> : <NoPolicyYet />;
}

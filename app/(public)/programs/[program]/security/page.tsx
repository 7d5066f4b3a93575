import type { Metadata } from "next";
import { PageFrame } from "@/components/policy/page-frame";
import { SecurityProgram } from "@/components/policy/security-program";
import { PageHeading } from "@/components/ui/page-heading";
import { loadCurrentPolicy } from "../load";

type Props = { params: Promise<{ program: string }> };

const HEADING = "Security program";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { document } = await loadCurrentPolicy((await params).program);
  return { title: { absolute: `${HEADING} – ${document.organisation.tradeName}` } };
}

export default async function SecurityProgramPage({ params }: Props) {
  const { document } = await loadCurrentPolicy((await params).program);
  return (
    <PageFrame>
      <PageHeading lead={document.organisation.tradeName}>{HEADING}</PageHeading>
      <SecurityProgram document={document} />
    </PageFrame>
  );
}

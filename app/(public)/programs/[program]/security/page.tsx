import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { askAction } from "@/app/(public)/inquiries/actions";
import { QuestionForm } from "@/components/inquiries/question-form";
import { PageFrame } from "@/components/policy/page-frame";
import { SecurityProgram } from "@/components/policy/security-program";
import { PageHeading } from "@/components/ui/page-heading";
import { accountOf } from "@/lib/auth/policy";
import { newReportPath } from "@/lib/policy/paths";
import { requestContext } from "@/lib/request/context";
import { loadCurrentPolicy } from "../load";

type Props = {
  params: Promise<{ program: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const HEADING = "Security program";
const SEARCH_MAX = 200;

async function searchOf({ searchParams }: Props): Promise<string> {
  const { q } = await searchParams;
  return typeof q === "string" ? q.replaceAll("\0", "").trim().slice(0, SEARCH_MAX) : "";
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { document } = await loadCurrentPolicy((await props.params).program);
  const searched = (await searchOf(props)) !== "";
  return {
    title: { absolute: `${HEADING} – ${document.organisation.tradeName}` },
    ...(searched ? { robots: { index: false } } : {}),
  };
}

export default async function SecurityProgramPage(props: Props) {
  const { program } = await props.params;
  const { document } = await loadCurrentPolicy(program);
  const { actor } = await requestContext();
  return (
    <PageFrame>
      <PageHeading lead={document.organisation.tradeName}>{HEADING}</PageHeading>
      <SecurityProgram document={document} search={await searchOf(props)}>
        <QuestionForm
          action={askAction.bind(null, program)}
          signedIn={accountOf(actor) !== null}
          reportHref={newReportPath(program)}
          idempotencyKey={randomBytes(16).toString("base64url")}
        />
      </SecurityProgram>
    </PageFrame>
  );
}

import type { Metadata } from "next";
import { PageFrame } from "@/components/policy/page-frame";
import { ScopeAnswerView } from "@/components/policy/scope-answer";
import { ScopeLists } from "@/components/policy/scope-lists";
import { ScopeQuestionForm } from "@/components/policy/scope-question";
import { StillPage } from "@/components/shell/still-page";
import { BackLink } from "@/components/ui/back-link";
import { ErrorSummary } from "@/components/ui/error-summary";
import { PageHeading } from "@/components/ui/page-heading";
import { policyPath } from "@/lib/policy/paths";
import { scopeAnswer } from "@/lib/policy/scope/answer";
import { askedScope, scopeQuery } from "@/lib/policy/scope/question";
import { loadCurrentPolicy } from "../load";

type Props = {
  params: Promise<{ program: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const HEADING = "May I test this?";

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { document } = await loadCurrentPolicy((await params).program);
  const asked = askedScope(await searchParams);
  const title = `${asked.state === "invalid" ? "Error: " : ""}${HEADING} – ${document.organisation.tradeName}`;
  return { title: { absolute: title }, ...(asked.state === "unasked" ? {} : { robots: { index: false } }) };
}

export default async function ScopePage({ params, searchParams }: Props) {
  const { document } = await loadCurrentPolicy((await params).program);
  const asked = askedScope(await searchParams);
  return (
    <PageFrame>
      <StillPage />
      {asked.state === "invalid" ? (
        <ErrorSummary errors={Object.entries(asked.errors).map(([name, message]) => ({ name, message }))} />
      ) : null}
      <BackLink href={policyPath(document.program)}>Policy</BackLink>
      <PageHeading lead="Ask before you touch anything. The answer comes from the policy in force, with its clauses; where the policy does not surely give permission, the answer says so.">
        {HEADING}
      </PageHeading>
      {asked.state === "asked" ? (
        <ScopeAnswerView
          document={document}
          answer={scopeAnswer(document, asked.question)}
          query={scopeQuery(asked.typed)}
        />
      ) : null}
      <section aria-labelledby="question" className="flex flex-col gap-4">
        <h2 id="question" className="font-heading text-2xl font-semibold">
          Your question
        </h2>
        <ScopeQuestionForm document={document} asked={asked} />
      </section>
      <ScopeLists document={document} />
    </PageFrame>
  );
}

import { TextLink } from "@/components/ui/text-link";
import { clauseByKey, contactOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { Answers } from "@/lib/reports/form/answers";
import { scopeMatchesOf } from "@/lib/reports/form/scope-warnings";

/** The interruption for what the policy usually excludes: its words, and a way on. It never blocks. */
export function ScopeNotice({
  document,
  answers,
  programSlug,
}: {
  document: PolicyDocument;
  answers: Answers;
  programSlug: string;
}) {
  const ticked = scopeMatchesOf(document, answers).filter((match) => match.ticked);
  const considerations = contactOf(document)?.intake.considerations ?? [];
  return (
    <div className="flex flex-col gap-5 rounded-lg border-2 border-soon bg-soon-bg p-6 sm:p-8">
      <h1 className="font-heading text-3xl font-semibold">This is usually out of scope</h1>
      <ul className="flex flex-col gap-4">
        {ticked.map(({ exclusion }) => (
          <li key={exclusion.id} className="border-s-2 border-soon ps-4">
            <p>{exclusion.text}</p>
            <p className="text-sm">
              <TextLink href={`/programs/${programSlug}/policy#${exclusion.clause}`} target="_blank">
                Clause {exclusion.clause}, {clauseByKey(document, exclusion.clause)?.heading}
                <span className="sr-only"> (opens in a new tab)</span>
              </TextLink>
            </p>
          </li>
        ))}
      </ul>
      <p>You can send it all the same. Tell us below why it matters; a person will read that and decide.</p>
      {considerations.length > 0 ? (
        <div>
          <p>The policy asks you to consider:</p>
          <ul className="mt-1 list-disc ps-6">
            {considerations.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

import { TextLink } from "@/components/ui/text-link";
import { contactOf, disclosureOf, exclusionsOf, rewardOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { DraftView } from "@/lib/reports/drafts/types";
import type { Step } from "@/lib/reports/form/answers";
import { PolicyToAgree } from "./policy-to-agree";
import { SafeHarbourLines } from "./safe-harbour-lines";

/** What a step shows beside its questions: always words of this program's own policy. */
export function StepAside({
  place,
  step,
  draft,
}: {
  place: "before" | "after";
  step: Step | null;
  draft: Pick<DraftView, "policy" | "firstPolicy" | "programSlug">;
}) {
  const { document } = draft.policy;
  switch (`${step}.${place}`) {
    case "scope.after":
      return <ExclusionLinks document={document} programSlug={draft.programSlug} />;
    case "impact.before":
      return <Considerations document={document} />;
    case "credit.before":
      return <CreditTerms document={document} />;
    case "agree.before":
      return <PolicyToAgree draft={draft} />;
    case "agree.after":
      return <SafeHarbourLines document={document} programSlug={draft.programSlug} />;
    default:
      return null;
  }
}

function ExclusionLinks({ document, programSlug }: { document: PolicyDocument; programSlug: string }) {
  const clauses = [...new Set(exclusionsOf(document).map(({ clause }) => clause))];
  if (clauses.length === 0) return null;
  return (
    <p className="-mt-4 text-ink-soft">
      What these mean:{" "}
      {clauses.map((clause, index) => (
        <span key={clause}>
          {index > 0 ? ", " : ""}
          <TextLink href={`/programs/${programSlug}/policy#${clause}`} target="_blank">
            clause {clause}
            <span className="sr-only"> of the policy (opens in a new tab)</span>
          </TextLink>
        </span>
      ))}
      . Ticking one warns us; it never stops your report.
    </p>
  );
}

function Considerations({ document }: { document: PolicyDocument }) {
  const considerations = contactOf(document)?.intake.considerations ?? [];
  if (considerations.length === 0) return null;
  return (
    <div className="text-ink-soft">
      <p>The policy asks you to consider:</p>
      <ul className="mt-1 list-disc ps-6">
        {considerations.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ul>
    </div>
  );
}

function CreditTerms({ document }: { document: PolicyDocument }) {
  const lines = [rewardOf(document)?.summary, disclosureOf(document)?.summary].filter((line) => line !== undefined);
  if (lines.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 border-s-2 border-line-strong ps-4 text-ink-soft">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

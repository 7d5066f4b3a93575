import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { likelyAddress } from "@/lib/accounts/email-suggestion";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { Answers } from "@/lib/reports/form/answers";
import { scopeMatchesOf, signsOfSeveral } from "@/lib/reports/form/scope-warnings";

/** Warnings that never block: exclusions that fit unticked, signs of several vulnerabilities, a slip in the address. */
export function BeforeSending({
  document,
  answers,
  programSlug,
  contactHref,
}: {
  document: PolicyDocument;
  answers: Answers;
  programSlug: string;
  /** Where the address for answers is changed. */
  contactHref: string;
}) {
  const matches = scopeMatchesOf(document, answers).filter((match) => !match.ticked);
  const several = signsOfSeveral(document, answers);
  const meant = answers.email ? likelyAddress(answers.email) : null;
  if (matches.length === 0 && several.length === 0 && meant === null) return null;
  return (
    <div className="flex flex-col gap-4">
      {meant ? (
        <Notice kind="warning" title="Is your e-mail address right?">
          <p className="wrap-anywhere">
            You gave {answers.email}. Did you mean {meant}?{" "}
            <TextLink href={contactHref}>
              Change<span className="sr-only"> the e-mail address</span>
            </TextLink>
          </p>
        </Notice>
      ) : null}
      {matches.map(({ exclusion, cwe, words }) => (
        <Notice key={exclusion.id} kind="warning" title={`This may be out of scope: ${exclusion.label}`}>
          <p>{exclusion.text}</p>
          <p className="mt-1">
            We ask because you named{" "}
            {[...cwe.map((number) => `CWE-${number}`), ...words.map((word) => `“${word}”`)].join(", ")}. You can send it
            all the same.{" "}
            <TextLink href={`/programs/${programSlug}/policy#${exclusion.clause}`} target="_blank">
              Clause {exclusion.clause}
              <span className="sr-only"> of the policy (opens in a new tab)</span>
            </TextLink>
          </p>
        </Notice>
      ))}
      {several.length > 0 ? (
        <Notice kind="warning" title="This may be more than one vulnerability">
          <p>{several.join(" ")} The policy asks for one report for each. You can send it all the same.</p>
        </Notice>
      ) : null}
    </div>
  );
}

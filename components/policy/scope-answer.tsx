import { ButtonLink } from "@/components/ui/button";
import { Notice, type NoticeKind } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { policyPath, policyVersionPath, scopePath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { ScopeAnswer } from "@/lib/policy/scope/answer";
import { type ScopeVerdict, VERDICT_WORDS } from "@/lib/policy/scope/vocabulary";

const KINDS: Record<ScopeVerdict, NoticeKind> = {
  permitted: "success",
  not_permitted: "error",
  no_permission_stated: "warning",
};

/** The verdict with the clauses it follows from, and the same as a signed file. `query`: the question as it was asked. */
export function ScopeAnswerView({
  document,
  answer,
  query,
}: {
  document: PolicyDocument;
  answer: ScopeAnswer;
  query: string;
}) {
  const { verdict, clauses, sentences } = answer;
  return (
    <section id="answer" aria-labelledby="answer-heading" className="flex max-w-measure scroll-mt-6 flex-col gap-4">
      <h2 id="answer-heading" className="font-heading text-2xl font-semibold">
        The answer
      </h2>
      <Notice kind={KINDS[verdict]} title={VERDICT_WORDS[verdict]} live="status">
        <div className="flex flex-col gap-2">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </Notice>
      {clauses.length > 0 ? (
        <div>
          <h3 className="font-semibold">Clauses it follows from</h3>
          <ul className="mt-1 flex flex-col gap-1">
            {clauses.map(({ key, heading }) => (
              <li key={key}>
                <TextLink href={policyPath(document.program, key)} className="inline-flex min-h-6 items-center">
                  {key} {heading}
                </TextLink>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="flex flex-col gap-2" data-print="no">
        <ButtonLink variant="secondary" href={`${scopePath(document.program)}/answer.json?${query}`}>
          Download this answer, signed
        </ButtonLink>
        <p className="text-sm text-ink-soft">
          Pinned to{" "}
          <TextLink href={policyVersionPath(document.program, document.version)}>version {document.version}</TextLink>{" "}
          of the policy. Anybody can <TextLink href="/verify">check the file</TextLink>. It is an answer to this
          question alone, made by rules and not by a person.
        </p>
      </div>
    </section>
  );
}

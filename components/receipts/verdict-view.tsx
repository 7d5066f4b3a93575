import { DefinitionList } from "@/components/ui/definition-list";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { policyPath, policyVersionPath } from "@/lib/policy/paths";
import type { ReadAnswers, ShownVerdict } from "@/lib/receipts/verdict";

/** Valid, with what the receipt says; or not, with the reason. */
export function VerdictView({ verdict }: { verdict: ShownVerdict }) {
  if (!verdict.ok) {
    return (
      <Notice kind="error" title="Not valid" live="alert">
        <p>{verdict.reason}</p>
        <p className="mt-1">Nothing in this file can be relied on.</p>
      </Notice>
    );
  }
  if (verdict.kind === "scope_answer") return <ScopeVerdictView verdict={verdict} />;
  if (verdict.kind === "compliance_statement") return <StatementVerdictView verdict={verdict} />;
  const { reading, programName, answers } = verdict;
  return (
    <div className="flex flex-col gap-6">
      <Notice kind="success" title="Valid" live="status">
        This portal signed exactly this receipt, and nothing in it was changed.
      </Notice>
      {answers ? <AnswersView answers={answers} /> : null}
      <DefinitionList
        items={[
          { term: "Reference", description: <code className="font-mono">{reading.reference}</code> },
          ...(reading.splitFrom === null
            ? []
            : [
                {
                  term: "Split from",
                  description: (
                    <>
                      <code className="font-mono">{reading.splitFrom}</code>, whose time of receipt counts
                    </>
                  ),
                },
              ]),
          {
            term: "Received",
            description: (
              <>
                {reading.receivedAt.local ? <span className="block">{reading.receivedAt.local}</span> : null}
                <span className="block text-ink-soft">{reading.receivedAt.utc}</span>
              </>
            ),
          },
          { term: "Program", description: programName ?? reading.program },
          {
            term: "Policy",
            description: (
              <>
                <TextLink href={policyVersionPath(reading.program, reading.policy.version)}>
                  Version {reading.policy.version}
                </TextLink>
                <code className="block font-mono text-xs break-all text-ink-soft">SHA-256 {reading.policy.hash}</code>
              </>
            ),
          },
          {
            term: "Promises",
            description:
              reading.promises.length === 0 ? (
                "None were published"
              ) : (
                <ul className="flex flex-col gap-1">
                  {reading.promises.map(({ clock, sentence }) => (
                    <li key={clock}>{sentence}</li>
                  ))}
                </ul>
              ),
          },
          {
            term: "Commits to",
            description: `${counted(reading.answers, "answer")} and ${counted(reading.attachments, "file")}, sent through ${reading.channel}; business days by calendar version ${reading.calendarVersion}`,
          },
          { term: "Portal", description: <span className="break-all">{reading.portal}</span> },
          { term: "Key", description: <code className="font-mono text-xs break-all">{verdict.kid}</code> },
        ]}
      />
    </div>
  );
}

function AnswersView({ answers: { proven, withheld, wrong } }: { answers: ReadAnswers }) {
  return (
    <>
      {wrong.length > 0 ? (
        <Notice kind="error" title="Some answers are not those of the receipt" live="alert">
          <p>The file holds another text for {wrong.join(", ")} than the one that was sent.</p>
        </Notice>
      ) : null}
      <p>
        {counted(proven, "answer")} in this file {proven === 1 ? "is" : "are"} proven to be what was sent.
        {withheld.length > 0
          ? ` Withheld: ${withheld.join(", ")}. Their commitments are still in the receipt, and everything else verifies without them.`
          : ""}
      </p>
    </>
  );
}

type ShownScopeAnswer = Extract<ShownVerdict, { kind: "scope_answer" }>;

function ScopeVerdictView({ verdict: { reading, programName, kid } }: { verdict: ShownScopeAnswer }) {
  const version = policyVersionPath(reading.program, reading.policy.version);
  return (
    <div className="flex flex-col gap-6">
      <Notice kind="success" title="Valid" live="status">
        This portal signed exactly this scope answer, and nothing in it was changed. It is the answer to its question
        alone, under its version of the policy.
      </Notice>
      <DefinitionList
        items={[
          { term: "Asked", description: <Lines of={reading.asked} /> },
          { term: "Answer", description: <span className="font-semibold">{reading.verdict}</span> },
          { term: "Because", description: <Lines of={reading.sentences} /> },
          {
            term: "Clauses",
            description: reading.clauses.length === 0 ? "none" : reading.clauses.join(", "),
          },
          { term: "Answered", description: reading.answeredAt },
          {
            term: "Program",
            description: <TextLink href={policyPath(reading.program)}>{programName ?? reading.program}</TextLink>,
          },
          {
            term: "Policy",
            description: (
              <>
                <TextLink href={version}>Version {reading.policy.version}</TextLink>
                <code className="block font-mono text-xs break-all text-ink-soft">SHA-256 {reading.policy.hash}</code>
              </>
            ),
          },
          { term: "Portal", description: <span className="break-all">{reading.portal}</span> },
          { term: "Key", description: <code className="font-mono text-xs break-all">{kid}</code> },
        ]}
      />
    </div>
  );
}

type ShownStatement = Extract<ShownVerdict, { kind: "compliance_statement" }>;

function StatementVerdictView({ verdict: { reading, programName, kid } }: { verdict: ShownStatement }) {
  return (
    <div className="flex flex-col gap-6">
      <Notice kind="success" title="Valid" live="status">
        This portal signed exactly this compliance statement, and nothing in it was changed.
      </Notice>
      <DefinitionList
        items={[
          { term: "Statement", description: <Lines of={reading.sentences} /> },
          { term: "Report", description: <code className="font-mono">{reading.reference}</code> },
          { term: "Clause", description: reading.clause },
          { term: "Issued", description: reading.issuedAt },
          {
            term: "Program",
            description: <TextLink href={policyPath(reading.program)}>{programName ?? reading.program}</TextLink>,
          },
          {
            term: "Policy",
            description: (
              <>
                <TextLink href={policyVersionPath(reading.program, reading.policy.version)}>
                  Version {reading.policy.version}
                </TextLink>
                <code className="block font-mono text-xs break-all text-ink-soft">SHA-256 {reading.policy.hash}</code>
              </>
            ),
          },
          { term: "Portal", description: <span className="break-all">{reading.portal}</span> },
          { term: "Key", description: <code className="font-mono text-xs break-all">{kid}</code> },
        ]}
      />
    </div>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

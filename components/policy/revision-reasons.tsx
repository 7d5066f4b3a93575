import { classificationRuleWords, type RevisionReason } from "@/lib/policy/compare/classify";

/** Why a revision is major: what changed, where, and which rule that falls under. */
export function RevisionReasons({ reasons }: { reasons: readonly RevisionReason[] }) {
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5 text-start">
      {reasons.map(({ clause, sentence, rule }) => (
        <li key={`${clause} ${sentence}`}>
          {/^\d/.test(clause) ? <span className="font-semibold">Clause {clause}: </span> : null}
          {sentence} <span className="text-ink-soft">({classificationRuleWords(rule)})</span>
        </li>
      ))}
    </ul>
  );
}

import { VERDICT_WORDS } from "../policy/scope/vocabulary";
import { formatInstant } from "../sla/words-of-time";
import type { AnswerVerdict, AnswerVerdicts } from "./answer-verdicts";
import { type ReceiptReading, readingOf } from "./reading";
import type { ScopeAnswerPayload, SignedPayload } from "./schema";

/** A program of this portal, as the page that checks receipts knows it. */
export type KnownProgram = { slug: string; name: string; zone: string };

/** What a signed scope answer says, in words. */
export type ScopeReading = {
  program: string;
  portal: string;
  answeredAt: string;
  policy: { version: string; hash: string };
  asked: string[];
  verdict: string;
  clauses: string[];
  sentences: string[];
};

/** What a signed compliance statement says, in words. */
export type ComplianceReading = {
  program: string;
  portal: string;
  reference: string;
  issuedAt: string;
  policy: { version: string; hash: string };
  clause: string;
  sentences: string[];
};

type Known = { ok: true; programName: string | null; zone: string | null; kid: string };
export type ShownVerdict =
  | (Known & { kind: "receipt"; reading: ReceiptReading; answers: ReadAnswers | null })
  | (Known & { kind: "scope_answer"; reading: ScopeReading })
  | (Known & { kind: "compliance_statement"; reading: ComplianceReading })
  | { ok: false; reason: string };

type Verdict = { ok: true; payload: SignedPayload; kid: string } | { ok: false; reason: string };

/** What became of the answers that came along with a receipt, by their names in the form. */
export type ReadAnswers = { proven: number; withheld: string[]; wrong: string[] };

function readAnswers(verdicts: AnswerVerdicts): ReadAnswers {
  const named = (...wanted: AnswerVerdict[]) =>
    Object.keys(verdicts).filter((key) => wanted.some((verdict) => verdicts[key] === verdict));
  return {
    proven: named("proven").length,
    withheld: named("withheld"),
    wrong: named("changed", "not_in_receipt"),
  };
}

/** A verdict with what a valid receipt or scope answer says, in the zone of its program. */
export function shownVerdict(
  verdict: Verdict,
  programs: readonly KnownProgram[],
  answers: AnswerVerdicts | null = null,
): ShownVerdict {
  if (!verdict.ok) return verdict;
  const { payload, kid } = verdict;
  const program = programs.find(({ slug }) => slug === payload.program);
  const zone = program?.zone ?? null;
  const known = { ok: true, programName: program?.name ?? null, zone, kid } as const;
  switch (payload.type) {
    case "report-receipt":
      return { ...known, kind: "receipt", reading: readingOf(payload, zone), answers: answers && readAnswers(answers) };
    case "scope-answer":
      return { ...known, kind: "scope_answer", reading: scopeReadingOf(payload, zone) };
    case "compliance-statement": {
      const { program: slug, portal, reference, policy, clause, heading, sentences } = payload;
      const issuedAt = formatInstant(payload.issuedAt, zone ?? "UTC");
      const cited = `${clause} ${heading}`;
      return {
        ...known,
        kind: "compliance_statement",
        reading: { program: slug, portal, reference, policy, issuedAt, clause: cited, sentences },
      };
    }
  }
}

function scopeReadingOf(payload: ScopeAnswerPayload, zone: string | null): ScopeReading {
  const { question, answer } = payload;
  const asked = [
    `Product: ${question.productId ?? (question.other === "" ? "not named" : `“${question.other}”`)}`,
    ...(question.exclusions.length > 0 ? [`Exclusions chosen: ${question.exclusions.join(", ")}`] : []),
    ...(question.noneExcluded ? ["The asker said that no exclusion describes it"] : []),
    ...(question.words === "" ? [] : [`In the asker’s words: “${question.words}”`]),
    ...(question.cwe === null ? [] : [`CWE-${question.cwe}`]),
  ];
  return {
    program: payload.program,
    portal: payload.portal,
    answeredAt: formatInstant(payload.answeredAt, zone ?? "UTC"),
    policy: payload.policy,
    asked,
    verdict: VERDICT_WORDS[answer.verdict],
    clauses: answer.clauses,
    sentences: answer.sentences,
  };
}

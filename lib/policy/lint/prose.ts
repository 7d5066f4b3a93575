import type { LintClause, LintClauseOf, LintCommitment, LintSubject } from "./types";

/** A run of text in a policy, with the clause it stands in. */
export type Passage = { clause: string | null; text: string };

export function clausesOfKind<K extends LintClause["kind"]>(subject: LintSubject, kind: K): LintClauseOf<K>[] {
  return (subject.clauses ?? []).filter((clause): clause is LintClauseOf<K> => clause.kind === kind);
}

export function clauseKeys(subject: LintSubject): string[] {
  return (subject.clauses ?? []).flatMap((clause) => (clause.key ? [clause.key] : []));
}

export function commitmentsIn(subject: LintSubject): (LintCommitment & { in: string | null })[] {
  return (subject.clauses ?? []).flatMap((clause) => {
    const made = clause.kind === "commitment" || clause.kind === "contact" ? clause.commitments : null;
    return (made ?? []).map((commitment) => ({ ...commitment, in: clause.key ?? null }));
  });
}

/** Everything that people read, in the order of the document: first what stands in no clause. */
export function passagesOf(subject: LintSubject): Passage[] {
  const { clauses, demonstrationValues: _, calendar: __, ...rest } = subject;
  return [
    ...textsIn(rest).map((text) => ({ clause: null, text })),
    ...(clauses ?? []).flatMap((clause) => textsIn(clause).map((text) => ({ clause: clause.key ?? null, text }))),
  ];
}

/** Fields whose values are vocabulary, numbers of clauses or words to match by, not sentences. */
export const NOT_PROSE: ReadonlySet<string> = new Set([
  "key",
  "id",
  "kind",
  "format",
  "program",
  "words",
  "tel",
  "clock",
  "unit",
  "rigidity",
]);

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (NOT_PROSE.has(name) ? [] : textsIn(inner)));
}

/** Paragraphs and list items: what is said in one breath. */
export function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)/).filter((part) => part.trim() !== "");
}

export function sentencesOf(text: string): string[] {
  return paragraphsOf(text).flatMap((part) => part.replace(/\s+/g, " ").split(/(?<=[.!?;])\s+/));
}

/** The first passage that a pattern matches, read a paragraph at a time. */
export function firstWith(passages: readonly Passage[], ...patterns: readonly RegExp[]): Passage | undefined {
  return passages.find(({ text }) =>
    paragraphsOf(text).some((paragraph) => patterns.every((pattern) => pattern.test(paragraph))),
  );
}

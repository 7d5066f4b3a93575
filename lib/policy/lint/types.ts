import type { Calendar } from "@/lib/sla/types";
import type { PolicyDocument } from "../schema";
import type { RuleId } from "./rules";

/** Errors block publishing, warnings need a written reason, notes are worth knowing. */
export const SEVERITIES = ["error", "warning", "note"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Finding = {
  rule: RuleId;
  severity: Severity;
  /** The clause it stands in; null where it concerns the whole document. */
  clause: string | null;
  /** JSON pointer of the value it is about, where it is about one. */
  pointer?: string;
  message: string;
  /** What to do about it. */
  advice: string;
};

type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Loose<T[Key]> | null }
    : T;

/** A policy document, or a draft of one in which anything may still be missing. */
export type LintSubject = Loose<PolicyDocument>;
export type LintClause = NonNullable<LintSubject["clauses"]>[number];
export type LintClauseOf<K extends LintClause["kind"]> = Extract<LintClause, { kind?: K | null }>;
export type LintCommitment = NonNullable<LintClauseOf<"commitment">["commitments"]>[number];

export type LintContext = {
  now: Date;
  /** The program's calendar that the document names, where it is known. */
  calendar?: Calendar;
  /** The program's OpenPGP key (`expires`: ISO 8601, null for never); null where it has none; left out where nobody looked. */
  key?: { expires: string | null } | null;
};

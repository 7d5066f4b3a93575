import { RULES, type RuleId } from "./rules";
import type { Finding, Severity } from "./types";

type Said = { clause?: string | null; pointer?: string; message: string; advice: string; severity?: Severity };

/** A finding of a rule, with the severity of its rule unless the case is milder. */
export function found(rule: RuleId, { clause = null, pointer, message, advice, severity }: Said): Finding {
  return { rule, severity: severity ?? RULES[rule].severity, clause, message, advice, ...(pointer ? { pointer } : {}) };
}

import { conductRulesOf } from "../../policy/document";
import type { PolicyDocument } from "../../policy/schema";
import type { Answers } from "./answers";

export type Attested = { ruleId: string; clause: string; text: string; statement: "followed" | "differently" };

/** The one statement about conduct, kept for each rule that it was made over (requirement A-20). */
export function attestationsOf(document: PolicyDocument, answers: Answers): Attested[] {
  const statement = answers.conduct;
  if (statement !== "followed" && statement !== "differently") return [];
  return conductRulesOf(document).map(({ id, clause, text }) => ({ ruleId: id, clause, text, statement }));
}

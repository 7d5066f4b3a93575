import type { Clause, PolicyDocument } from "@/lib/policy/schema";

/** Added to what the policy in force says, in the order of its clauses. */
const ADDED: Readonly<Record<string, string>> = {
  "2.3.2": "Nobody has to give a name: a report may be anonymous.",
  "2.3.3": "While we work on a confirmed vulnerability, we keep you informed of the progress.",
};

/**
 * What the demonstration's coordinator proposes for the next version: the gaps that the linter finds in the one in
 * force, closed. No source states any of it, so it stays a draft until somebody of the demonstration signs it.
 */
export function smileRevision(draft: PolicyDocument): PolicyDocument {
  return { ...draft, clauses: draft.clauses.map(revised) };
}

function revised(clause: Clause): Clause {
  if (clause.kind === "disclosure") {
    return {
      ...clause,
      body: `${clause.body}\n\nNo finder is bound for ever: 90 days after a report was sent, its finder may publish, with or without a fix from us.`,
      limitDays: 90,
    };
  }
  const added = ADDED[clause.key];
  return added === undefined ? clause : { ...clause, body: `${clause.body}\n\n${added}` };
}

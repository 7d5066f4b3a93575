import type { PolicyDocument } from "../../policy/schema";

export type ChangedClause = { key: string; heading: string; how: "new" | "changed" | "removed" };

/** The clauses that differ between the version a draft was begun under and the one in force. */
export function changedClauses(before: PolicyDocument, now: PolicyDocument): ChangedClause[] {
  const old = new Map(before.clauses.map((clause) => [clause.key, clause]));
  const changed: ChangedClause[] = [];
  for (const clause of now.clauses) {
    const earlier = old.get(clause.key);
    old.delete(clause.key);
    if (!earlier) changed.push({ key: clause.key, heading: clause.heading, how: "new" });
    else if (JSON.stringify(earlier) !== JSON.stringify(clause))
      changed.push({ key: clause.key, heading: clause.heading, how: "changed" });
  }
  for (const { key, heading } of old.values()) changed.push({ key, heading, how: "removed" });
  return changed;
}

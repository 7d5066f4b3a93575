import type { Clause, ClauseOf, Commitment, ConductRule, Exclusion, PolicyDocument, Product } from "./schema";

/** Everything else asks a policy document through these: nobody else walks its clauses. */

export function clausesOf<K extends Clause["kind"]>(document: PolicyDocument, kind: K): ClauseOf<K>[] {
  return document.clauses.filter((clause): clause is ClauseOf<K> => clause.kind === kind);
}

export function clauseByKey(document: PolicyDocument, key: string): Clause | undefined {
  return document.clauses.find((clause) => clause.key === key);
}

export type WithClause<T> = T & { clause: string };

/** The exclusions with the clause each stands in. */
export function exclusionsOf(document: PolicyDocument): WithClause<Exclusion>[] {
  return clausesOf(document, "exclusion").flatMap((clause) =>
    clause.exclusions.map((exclusion) => ({ ...exclusion, clause: clause.key })),
  );
}

export function conductRulesOf(document: PolicyDocument): WithClause<ConductRule>[] {
  return clausesOf(document, "conduct").flatMap((clause) =>
    clause.rules.map((rule) => ({ ...rule, clause: clause.key })),
  );
}

export function commitmentsOf(document: PolicyDocument): WithClause<Commitment>[] {
  return document.clauses.flatMap((clause) => {
    const commitments = clause.kind === "commitment" || clause.kind === "contact" ? (clause.commitments ?? []) : [];
    return commitments.map((commitment) => ({ ...commitment, clause: clause.key }));
  });
}

export function productsOf(document: PolicyDocument): Product[] {
  return clausesOf(document, "scope").flatMap((clause) => clause.products);
}

/** Whether the policy asks for one vulnerability per report. */
export function asksOnePerReport(document: PolicyDocument): boolean {
  return clausesOf(document, "contact").some((clause) => clause.intake.onePerReport);
}

export function contactOf(document: PolicyDocument): ClauseOf<"contact"> | undefined {
  return clausesOf(document, "contact")[0];
}

export function safeHarbourOf(document: PolicyDocument): ClauseOf<"safe_harbour"> | undefined {
  return clausesOf(document, "safe_harbour")[0];
}

export function rewardOf(document: PolicyDocument): ClauseOf<"reward"> | undefined {
  return clausesOf(document, "reward")[0];
}

export function disclosureOf(document: PolicyDocument): ClauseOf<"disclosure"> | undefined {
  return clausesOf(document, "disclosure")[0];
}

export function governanceOf(document: PolicyDocument): ClauseOf<"governance"> | undefined {
  return clausesOf(document, "governance")[0];
}

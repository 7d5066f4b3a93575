import type { Clause, PolicyDocument } from "@/lib/policy/schema";
import { ClauseHeading } from "./clause-heading";
import { Prose } from "./prose";
import { TypedClause } from "./typed-clause";

/** One clause: its words, then what its type says. */
export function ClauseSection({ document, clause }: { document: PolicyDocument; clause: Clause }) {
  return (
    <section aria-labelledby={clause.key} className="flex flex-col gap-4">
      <ClauseHeading clause={clause.key} heading={clause.heading} />
      <Prose text={clause.body} preset="policy" />
      <TypedClause document={document} clause={clause} />
    </section>
  );
}

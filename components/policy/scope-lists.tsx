import { Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { clausesOf, exclusionsOf } from "@/lib/policy/document";
import { policyPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { exclusionKindWords } from "@/lib/policy/wording";
import { DemonstrationMark } from "./demonstration-mark";

/** What a policy takes and what it leaves out, each with its clause. */
export function ScopeLists({ document }: { document: PolicyDocument }) {
  const scopes = clausesOf(document, "scope");
  return (
    <>
      <section aria-labelledby="in-scope" className="flex flex-col gap-4">
        <h2 id="in-scope" className="font-heading text-2xl font-semibold">
          In scope
        </h2>
        {scopes.length === 0 ? <p>The policy states no scope.</p> : null}
        {scopes.map((clause) => (
          <div key={clause.key} className="flex flex-col gap-3">
            <p className="max-w-measure">
              {clause.statement} <ClauseLink program={document.program} clause={clause.key} />
            </p>
            {clause.products.length > 0 ? (
              <Table
                caption={`Products named in clause ${clause.key}`}
                columns={[
                  {
                    key: "name",
                    header: "Product",
                    rowHeader: true,
                    cell: ({ name, openSource }) => (openSource ? `${name} (open source)` : name),
                  },
                  { key: "family", header: "Family", cell: ({ family }) => family },
                ]}
                rows={clause.products}
                rowKey={({ key }) => key}
                narrow="cards"
              />
            ) : null}
            <DemonstrationMark document={document} pointer={`/clauses/${document.clauses.indexOf(clause)}/products`} />
          </div>
        ))}
      </section>
      <section aria-labelledby="out-of-scope" className="flex flex-col gap-4">
        <h2 id="out-of-scope" className="font-heading text-2xl font-semibold">
          Out of scope
        </h2>
        <dl className="flex max-w-measure flex-col">
          {exclusionsOf(document).map((exclusion) => (
            <div key={exclusion.id} className="border-t border-line py-3 last:border-b">
              <dt className="flex flex-wrap items-baseline justify-between gap-x-4 font-semibold">
                {exclusion.label}
                <span className="text-sm font-normal text-ink-faint">{exclusionKindWords(exclusion.kind)}</span>
              </dt>
              <dd className="text-ink-soft">
                {exclusion.text} <ClauseLink program={document.program} clause={exclusion.clause} />
              </dd>
            </div>
          ))}
        </dl>
        <p className="max-w-measure text-ink-soft">
          Found something and not sure? Send it: the report form warns you and never stops you.
        </p>
      </section>
    </>
  );
}

export function ClauseLink({ program, clause }: { program: string; clause: string }) {
  return (
    <TextLink href={policyPath(program, clause)} className="whitespace-nowrap">
      Clause {clause}
    </TextLink>
  );
}

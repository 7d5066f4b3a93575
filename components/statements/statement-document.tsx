import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { policyVersionPath } from "@/lib/policy/paths";
import type { ComplianceStatement } from "@/lib/receipts/schema";

/** A compliance statement as a sheet to keep and to print. */
export function StatementDocument({
  statement: { payload, kid },
  hash,
  programName,
  zone,
  children,
}: {
  statement: ComplianceStatement;
  /** SHA-256, hex, of the signed file. */
  hash: string;
  programName: string;
  zone: string;
  /** What one can do with it; not printed. */
  children: ReactNode;
}) {
  return (
    <article className="flex max-w-measure flex-col gap-6">
      <header className="flex flex-col gap-2 border-b-2 border-accent pb-4">
        <p className="text-ink-soft">{programName}</p>
        <h1 className="font-serif text-3xl font-semibold">Compliance statement</h1>
        <p>
          Report <code className="font-mono">{payload.reference}</code>, issued{" "}
          <When at={payload.issuedAt} zone={zone} />
        </p>
      </header>
      <div className="flex flex-col gap-3 font-serif text-lg">
        {payload.sentences.map((sentence) => (
          <p key={sentence} className="whitespace-pre-line [overflow-wrap:anywhere]">
            {sentence}
          </p>
        ))}
      </div>
      <DefinitionList
        items={[
          {
            term: "Clause",
            description: (
              <TextLink href={`${policyVersionPath(payload.program, payload.policy.version)}#${payload.clause}`}>
                {payload.clause} {payload.heading}
              </TextLink>
            ),
          },
          {
            term: "Policy",
            description: (
              <>
                Version {payload.policy.version}
                <code className="block font-mono text-xs break-all text-ink-soft">SHA-256 {payload.policy.hash}</code>
              </>
            ),
          },
          { term: "Signed file", description: <code className="font-mono text-xs break-all">SHA-256 {hash}</code> },
          { term: "Key", description: <code className="font-mono text-xs break-all">{kid}</code> },
        ]}
      />
      <div data-print="no">{children}</div>
    </article>
  );
}

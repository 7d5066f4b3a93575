import { Assessed } from "@/components/handling/severity";
import { DefinitionList } from "@/components/ui/definition-list";
import type { ReporterReport } from "@/lib/reports/types";

/** How severe each side judges it; both stand for ever, neither over the other. */
export function SeverityBesides({ severity }: { severity: ReporterReport["severity"] }) {
  const { theirs, ours } = severity;
  return (
    <DefinitionList
      layout="stacked"
      size="compact"
      items={[
        {
          term: "The team",
          description: ours ? <Assessed view={ours} /> : <span className="text-ink-faint">Once it is confirmed</span>,
        },
        ...(theirs ? [{ term: "You", description: <Assessed view={theirs} /> }] : []),
      ]}
    />
  );
}

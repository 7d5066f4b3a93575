import { DerivationList } from "@/components/calendar/derivation-list";
import { type Column, Table } from "@/components/ui/table";
import type { DuePreview } from "@/lib/policy/due-preview";
import { rigidityMeaning } from "@/lib/policy/wording";
import { CLOCK_LABELS, dueWords, RIGIDITY_WORDS } from "@/lib/sla/wording";
import { amountWords } from "@/lib/sla/words-of-time";

/** When each promise would be due, with the arithmetic behind it. */
export function DueTable({
  caption,
  previews,
  zone,
}: {
  caption: string;
  previews: readonly DuePreview[];
  zone: string;
}) {
  return <Table caption={caption} columns={columnsFor(zone)} rows={previews} rowKey={keyOf} narrow="cards" />;
}

const keyOf = ({ commitment }: DuePreview) => `${commitment.clock} ${commitment.severity ?? ""}`;

function columnsFor(zone: string): Column<DuePreview>[] {
  return [
    {
      key: "promise",
      header: "Promise",
      rowHeader: true,
      cell: ({ commitment }) => (
        <>
          <span className="font-semibold">{promiseName(commitment)}</span>
          <span className="block text-ink-soft">
            {amountWords(commitment)} ·{" "}
            <span title={rigidityMeaning(commitment.rigidity)}>{RIGIDITY_WORDS[commitment.rigidity]}</span>
          </span>
        </>
      ),
    },
    {
      key: "due",
      header: "Due",
      cell: ({ commitment, due, dueDate }) => (
        <span className="font-semibold">{dueWords({ due, dueDate, zone, unit: commitment.unit })}</span>
      ),
    },
    { key: "why", header: "Because", cell: ({ derivation }) => <DerivationList lines={derivation} /> },
  ];
}

/** "Fix, critical". */
export function promiseName({ clock, severity }: DuePreview["commitment"]): string {
  return severity ? `${CLOCK_LABELS[clock]}, ${severity}` : CLOCK_LABELS[clock];
}

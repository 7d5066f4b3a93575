import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { commitmentsOf } from "@/lib/policy/document";
import { policyPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { rigidityMeaning } from "@/lib/policy/wording";
import { COMMITMENT_CLOCKS, type CommitmentClock } from "@/lib/sla/vocabulary";
import { CLOCK_LABELS, NO_TARGET, RIGIDITY_WORDS } from "@/lib/sla/wording";
import { amountWords } from "@/lib/sla/words-of-time";

type Commitment = ReturnType<typeof commitmentsOf>[number];
type Row = { key: string; clock: CommitmentClock; commitment: Commitment | null };

/** `made`: what the policy promises. `all`: also, in words, what it does not. */
export function PromiseTable({
  document,
  show,
  caption = "Response times this policy commits to",
}: {
  document: PolicyDocument;
  show: "made" | "all";
  caption?: string;
}) {
  const rows = promiseRows(document).filter((row) => show === "all" || row.commitment !== null);
  const columns: Column<Row>[] = [
    { key: "clock", header: "What", rowHeader: true, cell: (row) => <ClockCell row={row} /> },
    {
      key: "time",
      header: "Within",
      cell: (row) =>
        row.commitment ? (
          <span className="font-semibold">{amountWords(row.commitment)}</span>
        ) : (
          <span className="text-ink-faint">{NO_TARGET}</span>
        ),
    },
    { key: "firm", header: "Firmness", cell: (row) => <FirmCell row={row} /> },
    {
      key: "clause",
      header: "Clause",
      cell: (row) =>
        row.commitment ? (
          <TextLink href={policyPath(document.program, row.commitment.clause)}>
            <span className="sr-only">Clause </span>
            {row.commitment.clause}
          </TextLink>
        ) : (
          "–"
        ),
    },
  ];
  return <Table caption={caption} columns={columns} rows={rows} rowKey={(row) => row.key} narrow="cards" />;
}

function ClockCell({ row }: { row: Row }) {
  const severity = row.commitment?.severity;
  return (
    <span className="font-semibold">
      {CLOCK_LABELS[row.clock]}
      {severity ? `, ${severity}` : null}
    </span>
  );
}

function FirmCell({ row }: { row: Row }) {
  if (!row.commitment) return "–";
  return (
    <>
      {RIGIDITY_WORDS[row.commitment.rigidity]}
      <span className="block text-sm text-ink-soft">{rigidityMeaning(row.commitment.rigidity)}</span>
    </>
  );
}

function promiseRows(document: PolicyDocument): Row[] {
  const commitments = commitmentsOf(document);
  return COMMITMENT_CLOCKS.flatMap((clock): Row[] => {
    const made = commitments.filter((commitment) => commitment.clock === clock);
    if (made.length === 0) return [{ key: clock, clock, commitment: null }];
    return made.map((commitment) => ({ key: `${clock}-${commitment.severity ?? "all"}`, clock, commitment }));
  });
}

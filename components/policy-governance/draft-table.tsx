import { EmptyState } from "@/components/ui/empty-state";
import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { PolicyDraftCard } from "@/lib/policy/drafts/types";
import { StageTag } from "./stage-tag";

const SOURCES = { blank: "from nothing", current: "from the version in force", imported: "imported" } as const;

/** The drafts of a program: where each stands and who saved it last. */
export function DraftTable({ drafts, zone }: { drafts: readonly PolicyDraftCard[]; zone: string }) {
  if (drafts.length === 0) {
    return (
      <EmptyState title="No draft: nobody is changing the policy.">
        A draft changes nothing in public until it was reviewed, signed and published.
      </EmptyState>
    );
  }
  const columns: Column<PolicyDraftCard>[] = [
    {
      key: "title",
      header: "Draft",
      rowHeader: true,
      cell: ({ publicId, version, title, source }) => (
        <>
          <TextLink href={`/staff/policies/${publicId}`} className="font-semibold">
            {version ? `Version ${version}` : "No number yet"}
          </TextLink>
          <span className="block text-ink-soft">
            {title ?? "No title yet"}, {SOURCES[source]}
          </span>
        </>
      ),
    },
    { key: "stage", header: "Stage", cell: ({ stage }) => <StageTag stage={stage} /> },
    {
      key: "saved",
      header: "Last saved",
      cell: ({ savedAt, savedBy }) => (
        <>
          <When at={savedAt} zone={zone} />
          {savedBy ? <span className="block text-ink-soft">by {savedBy}</span> : null}
        </>
      ),
    },
  ];
  return (
    <Table
      caption="Drafts of this policy"
      columns={columns}
      rows={drafts}
      rowKey={({ publicId }) => publicId}
      narrow="cards"
      size="compact"
    />
  );
}

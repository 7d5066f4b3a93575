import { type Column, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { policyVersionBytesPath, policyVersionPath } from "@/lib/policy/paths";
import type { PolicyHistoryEntry } from "@/lib/policy/types";

/** Every version that was ever in force, newest first. */
export function VersionTable({ program, versions }: { program: string; versions: readonly PolicyHistoryEntry[] }) {
  const columns: Column<PolicyHistoryEntry>[] = [
    {
      key: "version",
      header: "Version",
      rowHeader: true,
      cell: (entry) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          <TextLink href={policyVersionPath(program, entry.version)} className="font-semibold">
            {entry.version}
          </TextLink>
          {entry.status === "published" ? <Tag tone="met">In force</Tag> : <Tag>Superseded</Tag>}
        </span>
      ),
    },
    {
      key: "revised",
      header: "Revised",
      cell: (entry) => <When at={entry.revisedOn} zone={entry.zone} style="date" />,
    },
    {
      key: "reviewed",
      header: "Reviewed",
      cell: (entry) => (entry.reviewedOn ? <When at={entry.reviewedOn} zone={entry.zone} style="date" /> : "never"),
    },
    {
      key: "inForce",
      header: "In force from",
      cell: (entry) => (
        <>
          <When at={entry.publishedAt} zone={entry.zone} />
          {entry.supersededAt ? (
            <span className="block text-sm text-ink-soft">
              until <When at={entry.supersededAt} zone={entry.zone} />
            </span>
          ) : null}
        </>
      ),
    },
    {
      key: "hash",
      header: "SHA-256",
      cell: (entry) => (
        <TextLink href={policyVersionBytesPath(program, entry.version)} className="font-mono text-sm">
          {entry.contentHash.slice(0, 12)}…<span className="sr-only"> The bytes of version {entry.version}</span>
        </TextLink>
      ),
    },
  ];
  return (
    <Table
      caption="Versions of this policy, newest first"
      columns={columns}
      rows={versions}
      rowKey={(entry) => entry.version}
      narrow="cards"
    />
  );
}

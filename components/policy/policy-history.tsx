import { Rss } from "lucide-react";
import { Disclosure } from "@/components/ui/disclosure";
import { Icon } from "@/components/ui/icon";
import { type Column, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { RevisionClass } from "@/lib/policy/compare/classify";
import type { PolicyRevision } from "@/lib/policy/compare/revision";
import { policyDiffPath, policyFeedPath, policyVersionBytesPath, policyVersionPath } from "@/lib/policy/paths";
import { RevisionReasons } from "./revision-reasons";

/** Every version that was ever in force, newest first, with what it changed. */
export function PolicyHistory({ program, revisions }: { program: string; revisions: readonly PolicyRevision[] }) {
  return (
    <div className="flex flex-col gap-6">
      <Table
        caption="Versions of this policy, newest first"
        columns={columnsFor(program)}
        rows={revisions}
        rowKey={(revision) => revision.version}
        narrow="cards"
      />
      <p>
        <a
          href={policyFeedPath(program)}
          className="inline-flex min-h-11 items-center gap-1.5 text-link underline underline-offset-4 hover:decoration-2"
        >
          <Icon of={Rss} />
          Follow changes of this policy by Atom feed
        </a>
      </p>
    </div>
  );
}

function columnsFor(program: string): Column<PolicyRevision>[] {
  return [
    {
      key: "version",
      header: "Version",
      rowHeader: true,
      cell: ({ version, status }) => (
        <span className="inline-flex flex-wrap items-center gap-2 max-sm:justify-end">
          <TextLink href={policyVersionPath(program, version)} className="font-semibold">
            {version}
          </TextLink>
          {status === "published" ? <Tag tone="met">In force</Tag> : <Tag>Superseded</Tag>}
        </span>
      ),
    },
    {
      key: "revised",
      header: "Revised",
      cell: ({ revisedOn, reviewedOn, zone }) => (
        <>
          <When at={revisedOn} zone={zone} style="date" />
          <span className="block text-sm text-ink-soft">
            {reviewedOn ? (
              <>
                reviewed <When at={reviewedOn} zone={zone} style="date" />
              </>
            ) : (
              "never reviewed"
            )}
          </span>
        </>
      ),
    },
    { key: "published", header: "Published", cell: ({ publishedAt, zone }) => <When at={publishedAt} zone={zone} /> },
    {
      key: "superseded",
      header: "Superseded",
      cell: ({ supersededAt, zone }) => (supersededAt ? <When at={supersededAt} zone={zone} /> : "–"),
    },
    {
      key: "changes",
      header: "What changed",
      cell: ({ version, predecessor, classification }) =>
        predecessor ? (
          <div className="flex flex-col items-start gap-1.5 max-sm:items-end">
            {classification ? <ClassMark classification={classification} /> : null}
            <TextLink href={policyDiffPath(program, predecessor, version)}>
              Compare<span className="sr-only"> version {version}</span> with {predecessor}
            </TextLink>
          </div>
        ) : (
          "First version"
        ),
    },
    {
      key: "hash",
      header: "SHA-256",
      cell: ({ version, contentHash }) => (
        <TextLink href={policyVersionBytesPath(program, version)} className="font-mono text-sm">
          {contentHash.slice(0, 12)}…<span className="sr-only"> The bytes of version {version}</span>
        </TextLink>
      ),
    },
  ];
}

function ClassMark({ classification }: { classification: RevisionClass }) {
  const { reasons } = classification;
  if (classification.class === "minor") return <Tag>Minor</Tag>;
  return (
    <>
      <Tag tone="soon">Major</Tag>
      <Disclosure size="compact" summary={reasons.length === 1 ? "1 reason" : `${reasons.length} reasons`}>
        <RevisionReasons reasons={reasons} />
      </Disclosure>
    </>
  );
}

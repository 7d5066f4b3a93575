import { Disclosure } from "@/components/ui/disclosure";
import { type Column, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { When } from "@/components/ui/when";
import type { CalendarVersion } from "@/lib/programs/calendar/types";

/** Every version of a program's calendar, newest first. */
export function CalendarVersions({
  versions,
  inForce,
}: {
  versions: readonly CalendarVersion[];
  /** The number that the policy in force names. */
  inForce: number | null;
}) {
  return (
    <Table
      caption="Versions of this calendar, newest first"
      columns={columnsFor(inForce)}
      rows={versions}
      rowKey={({ calendar }) => String(calendar.version)}
      narrow="cards"
      size="compact"
    />
  );
}

function columnsFor(inForce: number | null): Column<CalendarVersion>[] {
  return [
    {
      key: "version",
      header: "Version",
      rowHeader: true,
      cell: ({ calendar, policies }) => (
        <span className="inline-flex flex-wrap items-center gap-2 max-sm:justify-end">
          <span className="font-semibold">{calendar.version}</span>
          {calendar.version === inForce ? <Tag tone="met">In force</Tag> : null}
          {policies.length === 0 && calendar.version > (inForce ?? 0) ? (
            <Tag tone="soon">Waits for a policy</Tag>
          ) : null}
        </span>
      ),
    },
    {
      key: "published",
      header: "Published",
      cell: ({ publishedAt, calendar, by }) => (
        <>
          <When at={publishedAt} zone={calendar.zone} />
          <span className="block text-ink-soft">by {by ?? "the portal"}</span>
        </>
      ),
    },
    {
      key: "policies",
      header: "Used by policy",
      cell: ({ policies }) => (policies.length === 0 ? "none yet" : policies.join(", ")),
    },
    {
      key: "changes",
      header: "What changed",
      cell: ({ changes }) => <Changes changes={changes} />,
    },
  ];
}

function Changes({ changes }: { changes: string[] | null }) {
  if (changes === null) return "First version";
  const list = (
    <ul className="flex flex-col gap-0.5">
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
  if (changes.length <= 3) return list;
  return (
    <Disclosure size="compact" summary={`${changes.length} changes`}>
      {list}
    </Disclosure>
  );
}

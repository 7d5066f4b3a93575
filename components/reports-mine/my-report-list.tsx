import { Tag, type TagTone } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { MyReportRow } from "@/lib/reports/types";
import { NextUpdate } from "./next-update";
import { WAITING_WORDS } from "./status-words";

/** The reporter's own reports, newest first. */
export function MyReportList({ rows, now }: { rows: readonly MyReportRow[]; now: string }) {
  return (
    <ul className="flex flex-col border-t border-line-strong">
      {rows.map((row) => (
        <li
          key={row.reference}
          className="grid gap-x-8 gap-y-3 border-b border-line py-4 md:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]"
        >
          <div className="flex min-w-0 flex-col gap-1">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Tag tone={tone(row)} fill={row.waitingOn === "you"}>
                {row.status}
              </Tag>
              {row.unread ? (
                <Tag tone="pause" fill>
                  New from the team
                </Tag>
              ) : null}
            </p>
            <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">
              <TextLink href={`/reports/${row.reference}`}>{row.title}</TextLink>
            </h2>
            <p className="text-sm text-ink-soft">
              {row.ownReference ? <span className="font-semibold text-ink">{row.ownReference} · </span> : null}
              <code className="font-mono whitespace-nowrap">{row.reference}</code> · {row.programName}
            </p>
          </div>
          <dl className="grid content-start gap-x-4 gap-y-1 text-sm sm:grid-cols-[6rem_minmax(0,1fr)]">
            <dt className="text-ink-soft max-sm:hidden">Whose turn</dt>
            <dd className={row.waitingOn === "you" ? "font-semibold" : undefined}>{WAITING_WORDS[row.waitingOn]}</dd>
            {row.waitingOn === "nobody" ? null : (
              <>
                <dt className="text-ink-soft">Next update</dt>
                <dd>
                  <NextUpdate next={row.nextUpdateBy} zone={row.zone} now={now} />
                </dd>
              </>
            )}
            <dt className="text-ink-soft">Received</dt>
            <dd>
              <When at={row.receivedAt} zone={row.zone} />
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}

function tone({ waitingOn, status }: MyReportRow): TagTone {
  if (waitingOn === "you") return "soon";
  return status === "Fixed" ? "met" : "neutral";
}

import type { Metadata } from "next";
import { ClockChip } from "@/components/sla/clock-chip";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { listUrgent } from "@/lib/triage/urgent/queries";
import { deskContext, orNotFound } from "../desk";

export async function generateMetadata(): Promise<Metadata> {
  await orNotFound(listUrgent(await deskContext("/staff/urgent")));
  return { title: "Urgent notices" };
}

/** What privacy officers alone read until they open it to triage. Titles stay inside: opening one is recorded. */
export default async function UrgentNoticesPage() {
  const rows = await orNotFound(listUrgent(await deskContext("/staff/urgent")));
  return (
    <div className="flex max-w-form flex-col gap-6">
      <PageHeading face="sans">Urgent notices</PageHeading>
      <p>
        Each opening is recorded, and its reporter sees it.{" "}
        <TextLink href="/staff/settings/on-call">Who is on call</TextLink>
      </p>
      {rows.length === 0 ? (
        <EmptyState title="No urgent notice has arrived">You are mailed the moment one does.</EmptyState>
      ) : (
        <ul className="flex flex-col border-t border-line">
          {rows.map((row) => (
            <li
              key={row.reference}
              className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3"
            >
              <div>
                <TextLink href={`/staff/reports/${row.reference}`} className="font-mono font-semibold">
                  {row.reference}
                </TextLink>
                <p className="text-ink-soft">
                  {row.programName} · <When at={row.urgentAt} zone={row.zone} /> · {row.stateLabel} ·{" "}
                  {row.sealed ? "sealed to privacy officers" : "released to triage"}
                </p>
              </div>
              {row.clock ? <ClockChip status={row.clock} /> : null}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

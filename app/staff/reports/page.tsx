import type { Metadata } from "next";
import type { Queue } from "@/lib/triage/queries";
import { address, listTitle, type SearchParams, single } from "../desk";
import { QueuePage } from "../queue-page";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Reports", "/staff/reports", searchParams);
}

const TITLES = { open: "Open reports", closed: "Closed reports", all: "All reports" } as const;
const SHOWN = ["open", "closed", "all"] as const satisfies readonly Queue[];

export default async function ReportsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const queue = SHOWN.find((name) => name === single(asked.queue)) ?? "open";
  const kept = { program: single(asked.program), q: single(asked.q) };
  return (
    <QueuePage
      path="/staff/reports"
      queue={queue}
      title={TITLES[queue]}
      searchParams={searchParams}
      searchable
      tabs={SHOWN.map((name) => ({
        href: address("/staff/reports", { ...kept, queue: name === "open" ? null : name }),
        text: { open: "Open", closed: "Closed", all: "All" }[name],
        current: name === queue,
      }))}
    />
  );
}

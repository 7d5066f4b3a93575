import type { Metadata } from "next";
import { address, listTitle, type SearchParams, single } from "../desk";
import { QueuePage } from "../queue-page";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Reports", "/staff/reports", searchParams);
}

export default async function ReportsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const closed = single(asked.queue) === "closed";
  const program = single(asked.program);
  return (
    <QueuePage
      path="/staff/reports"
      queue={closed ? "closed" : "open"}
      title={closed ? "Closed reports" : "Open reports"}
      searchParams={searchParams}
      tabs={[
        { href: address("/staff/reports", { program }), text: "Open", current: !closed },
        { href: address("/staff/reports", { program, queue: "closed" }), text: "Closed", current: closed },
      ]}
    />
  );
}

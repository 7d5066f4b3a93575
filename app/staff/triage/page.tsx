import type { Metadata } from "next";
import { listTitle, type SearchParams } from "../desk";
import { QueuePage } from "../queue-page";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Triage", "/staff/triage", searchParams);
}

export default function TriagePage({ searchParams }: { searchParams: SearchParams }) {
  return <QueuePage path="/staff/triage" queue="triage" title="Triage" searchParams={searchParams} />;
}

import type { Metadata } from "next";
import type { SearchParams } from "../desk";
import { QueuePage } from "../queue-page";

export const metadata: Metadata = { title: "Triage" };

export default function TriagePage({ searchParams }: { searchParams: SearchParams }) {
  return <QueuePage path="/staff/triage" queue="triage" title="Triage" searchParams={searchParams} />;
}

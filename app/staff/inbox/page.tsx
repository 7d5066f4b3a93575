import type { Metadata } from "next";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { InboxRoom } from "../../inbox/room";
import { deskContext, type SearchParams } from "../desk";

export async function generateMetadata(): Promise<Metadata> {
  await deskContext("/staff/inbox");
  return { title: "Inbox" };
}

/** What the portal has told a member of staff about the reports that they read. */
export default async function StaffInboxPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await deskContext("/staff/inbox");
  return (
    <div className="flex max-w-page flex-col gap-5">
      <PageHeading face="sans">Inbox</PageHeading>
      <InboxRoom ctx={ctx} side="staff" asked={await searchParams} />
      <p>
        <TextLink href="/account/notifications">What comes here, and what is mailed</TextLink>
      </p>
    </div>
  );
}

import type { Metadata } from "next";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { signedInContext } from "@/lib/request/signed-in";
import { InboxRoom } from "../../inbox/room";

export const metadata: Metadata = { title: "Inbox" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What the portal has told a reporter about their own reports. */
export default async function NotificationsPage({ searchParams }: Props) {
  const ctx = await signedInContext("/notifications");
  return (
    <div className="flex flex-col gap-6">
      <PageHeading lead="What is new about your reports. Nothing here stops a date, and done only means that you have seen to it.">
        Inbox
      </PageHeading>
      <InboxRoom ctx={ctx} side="reporter" asked={await searchParams} />
      <p>
        <TextLink href="/account/notifications">What comes here, and what is mailed</TextLink>
      </p>
    </div>
  );
}

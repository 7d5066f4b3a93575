import type { Metadata } from "next";
import { TextLink } from "@/components/ui/text-link";

export const metadata: Metadata = { title: { absolute: "Page not found" } };

/** The same words for what does not exist and for what a reader may not know of. */
export default function ReportsNotFoundPage() {
  return (
    <div className="flex max-w-form flex-col gap-4">
      <h1 className="font-heading text-3xl font-semibold sm:text-4xl">Page not found</h1>
      <p className="text-lg">
        There is nothing at this address for you. If you typed it, compare it with your receipt; if you followed a link
        to a report, sign in with the account that sent it, or <TextLink href="/track">enter its receipt code</TextLink>
        .
      </p>
      <p>
        <TextLink href="/reports">My reports</TextLink> · <TextLink href="/help">Help & contact</TextLink>
      </p>
    </div>
  );
}

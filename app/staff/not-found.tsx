import type { Metadata } from "next";
import { TextLink } from "@/components/ui/text-link";

export const metadata: Metadata = { title: { absolute: "Page not found" } };

/** The same words for what does not exist and for what a reader may not know of. */
export default function StaffNotFoundPage() {
  return (
    <div className="flex max-w-form flex-col gap-3 text-base">
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p>There is nothing at this address for you. If you followed a link to a report, check its reference.</p>
      <p>
        <TextLink href="/staff">Your desk</TextLink> · <TextLink href="/help">Help & contact</TextLink>
      </p>
    </div>
  );
}

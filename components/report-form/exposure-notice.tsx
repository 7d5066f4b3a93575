import type { ReactNode } from "react";
import { BackLink } from "@/components/ui/back-link";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { contactOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";

/** The interruption for whoever saw somebody's data. */
export function ExposureNotice({
  document,
  backHref,
  nextHref,
  notice,
}: {
  document: PolicyDocument;
  backHref: string;
  nextHref: string;
  /** The form that sends the urgent notice. */
  notice: ReactNode;
}) {
  const email = contactOf(document)?.email;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-4">
      <BackLink href={backHref} />
      <div className="flex flex-col gap-5 rounded-lg border-2 border-soon bg-soon-bg p-6 sm:p-8">
        <h1 className="font-heading text-3xl font-semibold">Stop testing here</h1>
        <p className="text-lg">Don’t copy, share or change the data you saw, and don’t look for more of it.</p>
        <p>
          A notice with what you answered so far wakes a privacy officer, who has four hours to read it. The full report
          can follow at any time, under the same reference. Never put the data itself into either.
        </p>
        {notice}
        {email ? (
          <p>
            If you cannot finish it now, write to <TextLink href={`mailto:${email}`}>{email}</TextLink> at once.
          </p>
        ) : null}
        <div>
          <ButtonLink href={nextHref} variant="secondary">
            Continue the full report
          </ButtonLink>
        </div>
      </div>
    </div>
  );
}

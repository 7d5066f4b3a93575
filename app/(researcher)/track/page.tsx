import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LeaveForm } from "@/components/guests/leave-form";
import { TrackForm } from "@/components/guests/track-form";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { accountOf } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { demonstrationGuest } from "@/lib/guests/demonstration/queries";
import { openGuestReference } from "@/lib/guests/queries";
import { requestContext } from "@/lib/request/context";
import { openReport, takeReport } from "./actions";

// The form carries the title, so that errors reach it without scripts.
export const metadata: Metadata = { title: { absolute: "" } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const SAID: Record<string, string> = {
  left: "You left the report. This browser no longer opens it.",
  revoked: "The receipt code is revoked. Nobody can open the report from your side any more.",
};

/** A guest's way back: reference and receipt code, by POST alone. */
export default async function TrackPage({ searchParams }: Props) {
  const { said } = await searchParams;
  const ctx = await requestContext();
  if (ctx.actor.kind === "pending") redirect(`/mfa?next=${encodeURIComponent("/track")}`);
  const account = accountOf(ctx.actor) !== null;
  const open = await openGuestReference(ctx);
  const demonstration = env().DEMO ? await demonstrationGuest(ctx) : null;
  const sentence = typeof said === "string" ? SAID[said] : undefined;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-8">
      {sentence ? <Notice kind="success" live="status" title={sentence} /> : null}
      {open ? (
        <Notice kind="info" title={`${open} is open in this browser`}>
          <div className="mt-2 flex flex-wrap items-center gap-3">
            <ButtonLink href={`/reports/${open}`} size="compact">
              Go to the report
            </ButtonLink>
            <LeaveForm />
          </div>
        </Notice>
      ) : null}
      {account ? (
        <TrackForm
          action={takeReport}
          title="Take a report into your account"
          lead="You are signed in. With reference and receipt code, a report that you sent without an account moves into yours: you then find it under My reports, and the code no longer opens it."
          submit="Take it into my account"
        />
      ) : (
        <TrackForm
          action={openReport}
          title="Follow a report"
          lead="For reports sent without an account. Enter the reference and the receipt code that you were shown when you sent it."
          submit="Open the report"
        />
      )}
      {demonstration && !account ? (
        <Notice kind="info" title="This is a demonstration">
          Try it with {demonstration.reference} and the code{" "}
          <code className="font-mono [overflow-wrap:anywhere]">{demonstration.code}</code>. Anywhere else a code is
          shown to its guest alone, and once.
        </Notice>
      ) : null}
      <section aria-labelledby="lost" className="flex flex-col gap-3 border-t border-line pt-6">
        <h2 id="lost" className="text-xl font-semibold">
          {account ? "Only look, without linking it" : "If something is missing"}
        </h2>
        {account ? (
          <p>Sign out first; this page then opens the report by itself, and your account has nothing to do with it.</p>
        ) : (
          <ul className="flex list-disc flex-col gap-2 ps-6">
            <li>
              The code is lost: nobody can show it again, staff neither, for only a fingerprint of it is stored. If the
              report is still open in a browser of yours, you can make a new code there.
            </li>
            <li>
              You began a report and have not sent it: <TextLink href="/report">your drafts</TextLink> open in the
              browser they were begun in; where you gave an address for it, a{" "}
              <TextLink href="/report/resume">link by mail</TextLink> opens one elsewhere.
            </li>
            <li>
              You reported with an account: <TextLink href="/sign-in?next=/reports">sign in</TextLink>.
            </li>
          </ul>
        )}
      </section>
    </div>
  );
}

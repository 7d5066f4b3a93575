import type { Metadata } from "next";
import { SubmitButton } from "@/components/forms/submit-button";
import { ReplaceCode } from "@/components/guests/replace-code";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { MAILED_LINK_SENTENCES } from "@/lib/guests/mailed/link";
import { mailedLinkState } from "@/lib/guests/mailed/queries";
import { requestContext } from "@/lib/request/context";
import { openByMail } from "./actions";

export const metadata: Metadata = { title: "Open the report that you sent by mail" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The way in for who reported by mail. Opening the link changes nothing until the button is pressed. */
export default async function MailedReportPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const given = typeof token === "string" && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null;
  const state = given === null ? "unknown" : await mailedLinkState(await requestContext(), given);
  const usable = given !== null && state === "usable";
  // One tree before and after the press: using the link up makes the page anew, and the code must not go with that.
  return (
    <div className="mx-auto flex max-w-form flex-col gap-6">
      <ReplaceCode action={openByMail}>
        {usable ? (
          <>
            <PageHeading lead="One press, and the report opens in this browser. You are then shown its receipt code, once: with it you can open the report anywhere, and take it into an account.">
              Open the report that you sent by mail
            </PageHeading>
            <input type="hidden" name="token" value={given} />
            <div>
              <SubmitButton pendingText="Opening…">Open my report</SubmitButton>
            </div>
          </>
        ) : (
          <>
            <PageHeading lead={MAILED_LINK_SENTENCES[state === "usable" ? "unknown" : state]}>
              The report was not opened
            </PageHeading>
            <p>
              With a reference and a receipt code, <TextLink href="/track">follow your report</TextLink>.
            </p>
          </>
        )}
      </ReplaceCode>
    </div>
  );
}

import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { CreditWishForm } from "@/components/credit/credit-wish-form";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { defaultCredit } from "@/lib/credit/queries";
import { answerTitle } from "@/lib/request/answer-title";
import { signedInContext } from "@/lib/request/signed-in";
import { saveDefaultWish } from "./actions";

// The page says its title after its form, which says "Error: …" first when it is refused.
export const metadata: Metadata = { title: { absolute: "" } };

const TITLE = "Credit – Safe Harbour";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What each new report starts with; a report that was sent keeps its own wish. */
export default async function DefaultCreditPage({ searchParams }: Props) {
  const { saved } = await searchParams;
  const { wish, display } = await defaultCredit(await signedInContext("/account/credit"));
  return (
    <div className="flex max-w-form flex-col gap-8">
      {saved ? <Notice kind="success" title="Your wish for new reports is saved" live="status" /> : null}
      <AccountNav here="/account/credit" />
      <PageHeading lead="New reports start with this wish, and you can change it in each. Reports that you have sent keep theirs. Where you may be named is for each program’s policy to say.">
        Credit
      </PageHeading>
      <CreditWishForm
        key={JSON.stringify([wish, display])}
        action={saveDefaultWish}
        wish={wish}
        display={display}
        laterLabel="Ask me in each report"
        submit="Save for new reports"
        title={TITLE}
        reloadHref="/account/credit"
      />
      <title>{await answerTitle(TITLE)}</title>
    </div>
  );
}

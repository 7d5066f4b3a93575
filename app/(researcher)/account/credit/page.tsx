import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CreditWishForm } from "@/components/credit/credit-wish-form";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { accountOf } from "@/lib/auth/policy";
import { defaultCredit } from "@/lib/credit/queries";
import { requestContext } from "@/lib/request/context";
import { saveDefaultWish } from "./actions";

export const metadata: Metadata = { title: "Credit" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What each new report starts with; a report that was sent keeps its own wish. */
export default async function DefaultCreditPage({ searchParams }: Props) {
  const { saved } = await searchParams;
  const ctx = await requestContext();
  if (accountOf(ctx.actor) === null) redirect("/sign-in?next=/account/credit");
  const { wish, display } = await defaultCredit(ctx);
  return (
    <div className="flex max-w-form flex-col gap-8">
      {saved ? <Notice kind="success" title="Your wish for new reports is saved" live="status" /> : null}
      <BackLink href="/account">Account</BackLink>
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
        title="Credit – Safe Harbour"
        reloadHref="/account/credit"
      />
    </div>
  );
}

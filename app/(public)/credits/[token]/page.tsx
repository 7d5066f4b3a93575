import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CreditNotice } from "@/components/credit/credit-notice";
import { YourAnswer, YourWish } from "@/components/credit/own-credit";
import { PageFrame } from "@/components/policy/page-frame";
import { SiteFrame } from "@/components/shell/site-frame";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { creditLinkPath } from "@/lib/credit/handle";
import { namedCredit } from "@/lib/credit/named/queries";
import { PortalError } from "@/lib/errors";
import { answerTitle } from "@/lib/request/answer-title";
import { requestContext } from "@/lib/request/context";
import { answerNamed, wishNamed } from "../actions";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const dynamic = "force-dynamic";

async function load(token: string) {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) notFound();
  try {
    return await namedCredit(await requestContext(), token);
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

const TITLE = "Your credit – Safe Harbour";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await load((await params).token);
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" }, robots: { index: false } };
}

export default async function NamedCreditPage({ params, searchParams }: Props) {
  const { token } = await params;
  const { credit, document, zone } = await load(token);
  const { saved } = await searchParams;
  const href = creditLinkPath(token);
  return (
    <SiteFrame>
      <PageFrame>
        {saved === "wish" ? <Notice kind="success" title="Your wish is saved" live="status" /> : null}
        {saved === "answer" ? <Notice kind="success" title="Your answer is recorded" live="status" /> : null}
        <PageHeading lead={`Named in a report to ${document.organisation.tradeName}`}>Your credit</PageHeading>
        <div className="flex max-w-form flex-col gap-10">
          <div className="flex flex-col gap-3">
            <p>
              Somebody named you as a person who helped to find or fix a vulnerability. The report stays between its
              reporter and the security team; here you decide about your own name, and nothing else.
            </p>
            <CreditNotice document={document} />
          </div>
          {credit.wish === "no" ? (
            <p>
              You said that you do not want to be credited, so nothing of you is printed. You can change that below.
            </p>
          ) : (
            <YourAnswer
              credit={credit}
              zone={zone}
              action={answerNamed.bind(null, token, credit.version)}
              title={TITLE}
              reloadHref={href}
            />
          )}
          <YourWish
            heading="Be named otherwise, or not at all"
            lead="Saving it makes a new line, and you are asked again whether you agree to it."
            action={wishNamed.bind(null, token, credit.version)}
            credit={credit}
            title={TITLE}
            reloadHref={href}
          />
          <p className="text-sm text-ink-soft">
            The address of this page is the only key to it. Keep it to change your answer later; until a CVE record or
            an advisory is published, you can.
          </p>
        </div>
        <title>{await answerTitle(TITLE)}</title>
      </PageFrame>
    </SiteFrame>
  );
}

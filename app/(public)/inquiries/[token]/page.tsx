import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { InquiryThread } from "@/components/inquiries/inquiry-thread";
import { InquiryStateTag } from "@/components/inquiries/state-tag";
import { PageFrame } from "@/components/policy/page-frame";
import { SiteFrame } from "@/components/shell/site-frame";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { PortalError } from "@/lib/errors";
import { ownInquiry } from "@/lib/inquiries/queries";
import { inquiryPath } from "@/lib/inquiries/records";
import { QUESTION_MAX } from "@/lib/inquiries/schema";
import { securityProgramPath } from "@/lib/policy/paths";
import { requestContext } from "@/lib/request/context";
import { askAgainAction } from "../actions";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const dynamic = "force-dynamic";

async function load(token: string) {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) notFound();
  const ctx = await requestContext();
  try {
    return await ownInquiry(ctx, token);
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "NOT_FOUND") throw error;
    // A question asked with an account is for that account alone: whoever has the mail signs in first.
    if (ctx.actor.kind === "anonymous") redirect(`/sign-in?next=${encodeURIComponent(inquiryPath(token))}`);
    return notFound();
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await load((await params).token);
  // The subject may hold more than a browser's history should.
  return { title: { absolute: "Your question – Safe Harbour" }, robots: { index: false } };
}

export default async function InquiryPage({ params, searchParams }: Props) {
  const { token } = await params;
  const inquiry = await load(token);
  const sent = (await searchParams).sent;
  return (
    <SiteFrame>
      <PageFrame>
        <BackLink href={securityProgramPath(inquiry.programSlug)}>Questions and answers</BackLink>
        {sent ? (
          <Notice kind="success" live="status" title={sent === "1" ? "Your question was sent" : "Sent"}>
            <p>
              {inquiry.byAccount
                ? "You are told by mail when there is an answer."
                : "You are told by mail when there is an answer. The address of this page is the only key to it: keep it to yourself."}
            </p>
          </Notice>
        ) : null}
        <PageHeading lead={`To the security team of ${inquiry.programName}`}>{inquiry.subject}</PageHeading>
        <div>
          <InquiryStateTag state={inquiry.state} />
        </div>
        <InquiryThread messages={inquiry.messages} zone={inquiry.zone} reader="asker" />
        <ActionForm
          action={askAgainAction.bind(null, token)}
          hidden={{ idempotencyKey: randomBytes(16).toString("base64url") }}
          className="flex max-w-form flex-col gap-3"
        >
          <TextAreaField name="text" label="Write again" rows={4} limit={QUESTION_MAX} />
          <div>
            <SubmitButton pendingText="Sending…">Send</SubmitButton>
          </div>
        </ActionForm>
      </PageFrame>
    </SiteFrame>
  );
}

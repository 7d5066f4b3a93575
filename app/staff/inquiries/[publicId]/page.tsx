import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { InquiryThread } from "@/components/inquiries/inquiry-thread";
import { InquiryStateTag } from "@/components/inquiries/state-tag";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { staffInquiry } from "@/lib/inquiries/queries";
import { staffInquiryPath } from "@/lib/inquiries/records";
import { QUESTION_MAX } from "@/lib/inquiries/schema";
import { deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { answerAction, closeAction } from "../actions";

type Props = { params: Promise<{ publicId: string }>; searchParams: SearchParams };

async function load({ params }: Props) {
  const { publicId } = await params;
  const ctx = await deskContext(staffInquiryPath(publicId));
  return orNotFound(staffInquiry(ctx, publicId));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { subject } = await load(props);
  return { title: `${subject}, question` };
}

export default async function StaffInquiryPage(props: Props) {
  const inquiry = await load(props);
  const done = single((await props.searchParams).done);
  const path = staffInquiryPath(inquiry.publicId);
  const version = String(inquiry.version);
  return (
    <div className="flex max-w-form flex-col gap-6">
      <BackLink href="/staff/inquiries">Questions</BackLink>
      {done ? (
        <Notice kind="success" live="status" title={done === "closed" ? "Closed" : "Your answer was sent"} />
      ) : null}
      <PageHeading face="sans">{inquiry.subject}</PageHeading>
      <div className="flex flex-wrap items-center gap-3 text-ink-soft">
        <InquiryStateTag state={inquiry.state} />
        <span>
          {inquiry.programName} · asked {inquiry.byAccount ? "with an account" : "with an e-mail address"} · no clock
          runs
        </span>
      </div>
      <InquiryThread messages={inquiry.messages} zone={inquiry.zone} reader="staff" />
      <ActionForm
        action={answerAction.bind(null, inquiry.publicId)}
        hidden={{ version, idempotencyKey: randomBytes(16).toString("base64url") }}
        className="flex flex-col gap-3 border-s-2 border-accent ps-4"
      >
        <ReloadAfterConflict href={path} />
        <TextAreaField
          name="text"
          label="Answer"
          hint="Plain text; who asked is told by mail that there is an answer"
          rows={5}
          limit={QUESTION_MAX}
        />
        <div>
          <SubmitButton pendingText="Sending…">Send the answer</SubmitButton>
        </div>
      </ActionForm>
      {inquiry.state === "closed" ? null : (
        <ActionForm
          action={closeAction.bind(null, inquiry.publicId)}
          hidden={{ version }}
          className="flex flex-col gap-3"
        >
          <p className="text-ink-soft">
            Who asked can open a closed question again by writing. Nobody is told of closing.
          </p>
          <div>
            <SubmitButton variant="secondary">Close without an answer</SubmitButton>
          </div>
        </ActionForm>
      )}
    </div>
  );
}

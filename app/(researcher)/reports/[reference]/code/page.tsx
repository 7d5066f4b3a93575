import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { LeaveForm } from "@/components/guests/leave-form";
import { ReplaceCode } from "@/components/guests/replace-code";
import { Reference } from "@/components/reports/reference";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { requestContext } from "@/lib/request/context";
import { loadReport } from "../../load";
import { replaceMyCode, revokeMyCode } from "./actions";

type Props = { params: Promise<{ reference: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { reference } = await loadReport((await params).reference, "/code");
  return { title: `Receipt code of ${reference}` };
}

/** For the holder of a receipt code: another one, or none any more. */
export default async function ReceiptCodePage({ params }: Props) {
  const report = await loadReport((await params).reference, "/code");
  const { reference } = report;
  if ((await requestContext()).actor.kind !== "guest") notFound();
  return (
    <div className="flex max-w-form flex-col gap-10">
      <div className="flex flex-col gap-3">
        <BackLink href={`/reports/${reference}`}>The report</BackLink>
        <PageHeading lead="Whoever holds the code is the reporter. We store only a fingerprint of it: staff can neither read nor reset it.">
          Receipt code
        </PageHeading>
        <Reference reference={reference} />
      </div>
      <ReplaceCode action={replaceMyCode.bind(null, reference)}>
        <h2 className="text-xl font-semibold">Make a new code</h2>
        <p>
          If somebody may have seen the old one, or if you lost it. The old code stops working at once, and every
          browser that is open with it is closed.
        </p>
        <div>
          <SubmitButton variant="secondary">Make a new code</SubmitButton>
        </div>
      </ReplaceCode>
      <section aria-labelledby="claim" className="flex flex-col gap-3">
        <h2 id="claim" className="text-xl font-semibold">
          Take it into an account
        </h2>
        <p>
          <TextLink href="/sign-in?next=/track">Sign in</TextLink> or{" "}
          <TextLink href="/sign-up">open an account</TextLink>, then enter reference and code once more. The report
          moves there with its thread, receipt and credit, and the code stops working. An address that is the same in
          both never suffices: the code does it.
        </p>
      </section>
      <section aria-labelledby="leave" className="flex flex-col items-start gap-3">
        <h2 id="leave" className="text-xl font-semibold">
          Leave
        </h2>
        <p>This browser forgets the report until you enter the code again. It does so by itself after an hour idle.</p>
        <LeaveForm />
      </section>
      <ActionForm action={revokeMyCode.bind(null, reference)} className="flex flex-col gap-4 border-t border-line pt-8">
        <h2 className="text-xl font-semibold">Revoke the code</h2>
        <p>
          The report stays with the team and is worked on, but nobody can show it to you again: not you, not us. This
          cannot be undone. Questions of the team then find nobody.
        </p>
        <CheckboxField name="sure" value="yes" label="I understand that nobody can show me this report again" />
        <div>
          <SubmitButton variant="danger">Revoke the code</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { LINK_SENTENCES } from "@/lib/accounts/link-state";
import { linkOf } from "@/lib/accounts/queries";
import { visitorContext } from "@/lib/request/context";
import { single } from "../answers";
import { confirmEmailAction, resendConfirmationAction } from "./actions";

export const metadata: Metadata = { title: "Confirm your e-mail address" };

function ResendForm() {
  return (
    <ActionForm
      action={resendConfirmationAction}
      successMessage="If an account waits for this address, a new mail is on its way. It replaces the older one."
    >
      <TextField name="email" label="E-mail address" type="email" autoComplete="email" spellCheck={false} />
      <div>
        <SubmitButton variant="secondary">Send a new mail</SubmitButton>
      </div>
    </ActionForm>
  );
}

export default async function VerifyEmailPage({ searchParams }: PageProps<"/verify-email">) {
  const token = single((await searchParams).token);
  if (token === "") {
    return (
      <>
        <PageHeading lead="We sent you a mail. Open the link in it to go on.">Check your mail</PageHeading>
        <p className="max-w-measure">
          The link works once, for 48 hours. If the mail is not there in a few minutes, look among unwanted mail.
        </p>
        <Disclosure summary="Send the mail again">
          <ResendForm />
        </Disclosure>
        <p>
          Was the address wrong? <TextLink href="/sign-up">Open the account again</TextLink> with the right one.
        </p>
      </>
    );
  }
  const state = await linkOf(visitorContext(), { purpose: "verify_email", token });
  if (state !== "usable") {
    return (
      <>
        <PageHeading lead={LINK_SENTENCES[state]}>Your address was not confirmed</PageHeading>
        <ResendForm />
        <p>
          Confirmed already? <TextLink href="/sign-in">Sign in</TextLink>
        </p>
      </>
    );
  }
  return (
    <ActionForm action={confirmEmailAction} hidden={{ token }}>
      <PageHeading lead="One press, and the account can be used.">Confirm your e-mail address</PageHeading>
      <div>
        <SubmitButton pendingText="Confirming…">Confirm the address</SubmitButton>
      </div>
    </ActionForm>
  );
}

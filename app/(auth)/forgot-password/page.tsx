import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { single } from "../answers";
import { requestPasswordResetAction } from "./actions";

const TITLE = "Set a new password";
export const metadata: Metadata = { title: TITLE };

export default async function ForgotPasswordPage({ searchParams }: PageProps<"/forgot-password">) {
  if (single((await searchParams).sent) === "1") {
    return (
      <>
        <PageHeading lead="If the address has an account, we sent a link to it.">Check your mail</PageHeading>
        <p className="max-w-measure">The link works once, for one hour. A newer mail replaces an older one.</p>
        <p>
          <TextLink href="/forgot-password">Ask again, or for another address</TextLink>
        </p>
      </>
    );
  }
  return (
    <ActionForm action={requestPasswordResetAction} title={TITLE}>
      <PageHeading lead="We send a link to the address of your account.">Set a new password</PageHeading>
      <TextField name="email" label="E-mail address" type="email" autoComplete="email" spellCheck={false} />
      <div>
        <SubmitButton pendingText="Sending…">Send the link</SubmitButton>
      </div>
    </ActionForm>
  );
}

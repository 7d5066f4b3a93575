import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { LINK_SENTENCES } from "@/lib/accounts/link-state";
import { PASSWORD_MIN } from "@/lib/accounts/password-rule";
import { linkOf } from "@/lib/accounts/queries";
import { visitorContext } from "@/lib/request/context";
import { single } from "../answers";
import { resetPasswordAction } from "./actions";

const TITLE = "Set a new password";
export const metadata: Metadata = { title: TITLE };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const token = single((await searchParams).token);
  const state = await linkOf(visitorContext(), { purpose: "reset_password", token });
  if (state !== "usable") {
    return (
      <>
        <PageHeading lead={LINK_SENTENCES[state]}>Your password was not changed</PageHeading>
        <div>
          <ButtonLink href="/forgot-password">Ask for a new link</ButtonLink>
        </div>
      </>
    );
  }
  return (
    <ActionForm action={resetPasswordAction} title={TITLE} hidden={{ token }}>
      <PageHeading lead="It ends every session of your account. A second factor stays as it is.">
        Set a new password
      </PageHeading>
      <TextField
        name="password"
        label="New password"
        hint={`At least ${PASSWORD_MIN} characters: a few words are easier than signs`}
        type="password"
        autoComplete="new-password"
      />
      <div>
        <SubmitButton pendingText="Setting…">Set the password</SubmitButton>
      </div>
    </ActionForm>
  );
}

import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { PASSWORD_MIN } from "@/lib/accounts/password-rule";
import { signUpAction } from "./actions";

const TITLE = "Open an account";
export const metadata: Metadata = { title: TITLE };

export default function SignUpPage() {
  return (
    <>
      <ActionForm action={signUpAction} title={TITLE}>
        <PageHeading lead="For sending reports and following them. Nothing else is asked for.">
          Open an account
        </PageHeading>
        <TextField name="displayName" label="Name" hint="A pseudonym is welcome" autoComplete="nickname" />
        <TextField
          name="email"
          label="E-mail address"
          hint="We send a link to it, to make sure that it is yours"
          type="email"
          autoComplete="email"
          spellCheck={false}
        />
        <TextField
          name="password"
          label="Password"
          hint={`At least ${PASSWORD_MIN} characters: a few words are easier than signs`}
          type="password"
          autoComplete="new-password"
        />
        <div>
          <SubmitButton pendingText="Opening…">Open the account</SubmitButton>
        </div>
      </ActionForm>
      <p>
        You have one? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </>
  );
}

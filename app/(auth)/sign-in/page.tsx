import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DemonstrationAccounts } from "@/components/accounts/demonstration-accounts";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { safeNext } from "@/lib/accounts/next-path";
import { demonstrationSignIns } from "@/lib/accounts/queries";
import { requestContext } from "@/lib/request/context";
import { single } from "../answers";
import { signInAction, signInToDemonstrationAction } from "./actions";

const TITLE = "Sign in";
export const metadata: Metadata = { title: TITLE };

const SAID: Record<string, string> = {
  confirmed: "Your e-mail address is confirmed. Sign in to go on.",
  "password-set": "Your new password is set and every session was ended. Sign in with it.",
  held: "Your session ended. What you had typed is kept for an hour: sign in, and it stands in the form again.",
  "signed-out": "You are signed out.",
  deleted: "Your account is deleted, and every session of it has ended.",
};

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const query = await searchParams;
  const said = SAID[single(query.said)];
  const next = safeNext(query.next, "");
  const ctx = await requestContext();
  if (ctx.actor.kind === "pending" && next !== "") redirect(`/mfa?next=${encodeURIComponent(next)}`);
  const accounts = await demonstrationSignIns(ctx);
  return (
    <>
      <ActionForm action={signInAction} title={TITLE} hidden={{ next }}>
        {said ? (
          <Notice kind="success" live="status">
            {said}
          </Notice>
        ) : null}
        <PageHeading>Sign in</PageHeading>
        <TextField name="email" label="E-mail address" type="email" autoComplete="username" spellCheck={false} />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" />
        <div>
          <SubmitButton pendingText="Signing in…">Sign in</SubmitButton>
        </div>
      </ActionForm>
      <ul className="flex flex-col gap-2">
        <li>
          <TextLink href="/forgot-password">I forgot my password</TextLink>
        </li>
        <li>
          <TextLink href="/sign-up">Open an account</TextLink>
        </li>
        <li>
          <TextLink href="/track">I reported without an account: open my report with its receipt code</TextLink>
        </li>
        <li>
          <TextLink href="/verify-email">I did not get the mail that confirms my address</TextLink>
        </li>
      </ul>
      {accounts.length > 0 ? (
        <DemonstrationAccounts accounts={accounts} action={signInToDemonstrationAction} next={next} />
      ) : null}
    </>
  );
}

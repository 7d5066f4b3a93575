import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { ownSessions, secondFactor } from "@/lib/accounts/queries";
import { sessionToken } from "@/lib/auth/session";
import { signedInContext } from "@/lib/request/signed-in";
import { endSessionAction, signOutEverywhereAction } from "../actions";

export const metadata: Metadata = { title: "Security of your account" };

export default async function AccountSecurityPage() {
  const ctx = await signedInContext("/account/security");
  const [factor, sessions] = await Promise.all([
    secondFactor(ctx),
    sessionToken().then((token) => ownSessions(ctx, { token })),
  ]);
  return (
    <div className="flex max-w-form flex-col gap-10">
      <AccountNav here="/account/security" />
      <PageHeading>Security of your account</PageHeading>
      <section aria-labelledby="factor" className="flex flex-col items-start gap-3">
        <h2 id="factor" className="text-xl font-semibold">
          Second factor
        </h2>
        {factor.state === "confirmed" ? (
          <p>
            Set up: signing in asks for a code of your authenticator app. Recovery codes left:{" "}
            {factor.recoveryCodesLeft}.
          </p>
        ) : (
          <>
            <p>Not set up. A code from an app on your phone protects the account when the password is stolen.</p>
            <ButtonLink href="/mfa/setup?next=%2Faccount%2Fsecurity" variant="secondary">
              Set up a second factor
            </ButtonLink>
          </>
        )}
      </section>
      <section aria-labelledby="password" className="flex flex-col items-start gap-3">
        <h2 id="password" className="text-xl font-semibold">
          Password
        </h2>
        <p>
          <TextLink href="/forgot-password">Set a new password</TextLink> by a mailed link. It ends every session.
        </p>
      </section>
      <section aria-labelledby="sessions" className="flex flex-col gap-4">
        <h2 id="sessions" className="text-xl font-semibold">
          Where you are signed in
        </h2>
        <ul className="flex flex-col">
          {sessions.map((session) => (
            <li
              key={session.handle}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3"
            >
              <span>
                <span className="block font-semibold">
                  {session.device}
                  {session.isThisOne ? " (this one)" : ""}
                </span>
                <span className="block text-ink-soft">
                  Since <When at={session.startedAt} zone="UTC" />, last used{" "}
                  <When at={session.lastSeenAt} zone="UTC" />
                </span>
              </span>
              {session.isThisOne ? null : (
                <ActionForm action={endSessionAction} hidden={{ handle: session.handle }} className="">
                  <SubmitButton variant="secondary" size="compact">
                    End<span className="sr-only"> the session on {session.device}</span>
                  </SubmitButton>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
        <ActionForm action={signOutEverywhereAction} className="">
          <SubmitButton variant="danger">Sign out everywhere</SubmitButton>
        </ActionForm>
      </section>
    </div>
  );
}

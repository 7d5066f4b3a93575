import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeading } from "@/components/ui/page-heading";
import { LINK_SENTENCES } from "@/lib/accounts/link-state";
import { PASSWORD_MIN } from "@/lib/accounts/password-rule";
import { invitationOf } from "@/lib/accounts/queries";
import { isSignedOut } from "@/lib/auth/policy";
import { requestContext } from "@/lib/request/context";
import { acceptInvitationAction, joinProgramAction } from "./actions";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitationPage({ params }: PageProps<"/invite/[token]">) {
  const { token } = await params;
  const ctx = await requestContext();
  const invitation = await invitationOf(ctx, { token });
  if (!invitation) notFound();
  if (invitation.state !== "usable") {
    return (
      <PageHeading lead={`${LINK_SENTENCES[invitation.state]} Whoever invited you can send a new invitation.`}>
        This invitation does not work
      </PageHeading>
    );
  }
  const heading = (
    <>
      <PageHeading lead="You are invited to work on reports of vulnerabilities.">Accept the invitation</PageHeading>
      <DefinitionList
        items={[
          { term: "Program", description: invitation.programName },
          { term: "Role", description: invitation.role.replaceAll("_", " ") },
          { term: "Address", description: invitation.email },
        ]}
      />
    </>
  );
  if (isSignedOut(ctx.actor) && invitation.hasAccount) {
    return (
      <>
        {heading}
        <p>This address has an account. Sign in with it to accept.</p>
        <div>
          <ButtonLink href={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`}>Sign in</ButtonLink>
        </div>
      </>
    );
  }
  if (!isSignedOut(ctx.actor)) {
    return (
      <ActionForm action={joinProgramAction} hidden={{ token }}>
        {heading}
        <div>
          <SubmitButton>Accept</SubmitButton>
        </div>
      </ActionForm>
    );
  }
  return (
    <ActionForm action={acceptInvitationAction} title="Accept the invitation" hidden={{ token }}>
      {heading}
      <TextField name="displayName" label="Name" autoComplete="name" />
      <TextField
        name="password"
        label="Password"
        hint={`At least ${PASSWORD_MIN} characters: a few words are easier than signs`}
        type="password"
        autoComplete="new-password"
      />
      <div>
        <SubmitButton pendingText="Opening…">Accept and go on to the second factor</SubmitButton>
      </div>
    </ActionForm>
  );
}

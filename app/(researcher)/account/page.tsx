import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { OwnMailReturned } from "@/components/mail/returned-notice";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeading } from "@/components/ui/page-heading";
import { accountProfile } from "@/lib/accounts/queries";
import { ownMailReturned } from "@/lib/mail/returned/queries";
import { signedInContext } from "@/lib/request/signed-in";
import { confirmAddressAgain } from "../../mail/actions";
import { changeProfileAction } from "./actions";

const TITLE = "Your profile";
export const metadata: Metadata = { title: TITLE };

export default async function AccountPage() {
  const ctx = await signedInContext("/account");
  const profile = await accountProfile(ctx);
  const returned = await ownMailReturned(ctx);
  return (
    <div className="flex max-w-form flex-col gap-8">
      <AccountNav here="/account" />
      {returned ? <OwnMailReturned since={returned} confirm={confirmAddressAgain} /> : null}
      <ActionForm action={changeProfileAction} title={TITLE} successMessage="Your profile is saved">
        <PageHeading lead="What new reports are filled with. You can change it in each report.">
          Your profile
        </PageHeading>
        <DefinitionList items={[{ term: "E-mail address", description: profile.email }]} />
        <TextField name="displayName" label="Name" hint="A pseudonym is welcome" defaultValue={profile.displayName} />
        <TextField
          name="group"
          label="Group or company"
          optional
          autoComplete="organization"
          defaultValue={profile.group}
        />
        <TextField name="title" label="Title" optional autoComplete="organization-title" defaultValue={profile.title} />
        <div>
          <SubmitButton pendingText="Saving…">Save</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

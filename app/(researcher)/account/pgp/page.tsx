import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { KeyFacts } from "@/components/pgp/key-facts";
import { fieldName } from "@/components/reports/field-names";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { type OwnKey, ownKey } from "@/lib/accounts/key/queries";
import { signedInContext } from "@/lib/request/signed-in";
import { removeKey, saveKey, testKey } from "./actions";
import { REMOVE_SCOPE } from "./scope";

const TITLE = "Your PGP key";
export const metadata: Metadata = { title: TITLE };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const SAID: Record<string, string> = {
  saved: "Your key is saved. From now on our mails to you are encrypted",
  removed: "Your key is removed. From now on our mails to you are not encrypted",
  tested: "A test mail is on its way. If you can read it, all is well",
};

export default async function AccountKeyPage({ searchParams }: Props) {
  const { said } = await searchParams;
  const done = typeof said === "string" ? SAID[said] : undefined;
  const key = await ownKey(await signedInContext("/account/pgp"));
  return (
    <div className="flex max-w-form flex-col gap-8">
      {done ? <Notice kind="success" title={done} live="status" /> : null}
      <AccountNav here="/account/pgp" />
      <PageHeading lead="With a key on file every mail we send you is encrypted to it. Mails never carry a report’s content; this hides the rest as well.">
        {TITLE}
      </PageHeading>
      {key ? <Present own={key} /> : null}
      {key ? (
        <Disclosure summary="Replace the key">
          <KeyForm submit="Replace the key" />
        </Disclosure>
      ) : (
        <KeyForm submit="Save the key" />
      )}
      {key ? (
        <Disclosure summary="Remove the key">
          <ActionForm action={removeKey} title={`${TITLE} – Safe Harbour`}>
            <CheckboxField
              name={fieldName(REMOVE_SCOPE, "confirmed")}
              label="Remove it: our mails to me are no longer encrypted"
              hint="We tell you of it by a last mail that is encrypted to this key"
            />
            <TextField
              name={fieldName(REMOVE_SCOPE, "password")}
              label="Your password, to remove the key"
              type="password"
              autoComplete="current-password"
            />
            <div>
              <SubmitButton variant="danger">Remove the key</SubmitButton>
            </div>
          </ActionForm>
        </Disclosure>
      ) : null}
    </div>
  );
}

function Present({ own: { read } }: { own: OwnKey }) {
  if (!read.ok) {
    return (
      <Notice kind="error" title={read.message}>
        Until you replace or remove it, a mail says no more than that there is something new for you here.
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      <KeyFacts {...read.key} zone="UTC" />
      <ActionForm action={testKey}>
        <div>
          <SubmitButton variant="secondary" pendingText="Sending…">
            Send me a test mail
          </SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

function KeyForm({ submit }: { submit: string }) {
  return (
    <ActionForm action={saveKey} title={`${TITLE} – Safe Harbour`}>
      <TextAreaField
        name="armored"
        label="Public key block"
        hint="The output of: gpg --armor --export you@example.org"
        rows={8}
        mono
        spellCheck={false}
        autoComplete="off"
      />
      <p className="text-ink-soft">
        Keep the private key safe: without it no mail of ours can be read, not even the one that sets a new password.
        When the key expires, mails say only that there is news.
      </p>
      <TextField
        name="password"
        label="Your password"
        hint="So that nobody else who sits at this screen can change where your mail can be read"
        type="password"
        autoComplete="current-password"
      />
      <div>
        <SubmitButton pendingText="Saving…">{submit}</SubmitButton>
      </div>
    </ActionForm>
  );
}

import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Fingerprint } from "@/components/pgp/fingerprint";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import type { KeySettings } from "@/lib/program-keys/types";
import { forgetPrivate, givePrivate, saveFullText } from "./actions";

/** Off unless somebody says otherwise: with it, whoever takes over this server reads encrypted mail too. */
export function ReadingMail({
  settings: { programSlug, keys, mayChange, readsMailOf, fullTextMail, stepUp },
  title,
}: {
  settings: KeySettings;
  title: string;
}) {
  if (!keys.current || !mayChange) return null;
  return (
    <section aria-labelledby="reading" className="flex flex-col gap-4">
      <h2 id="reading" className="text-lg font-semibold">
        Encrypted mail
      </h2>
      {readsMailOf.length === 0 ? (
        <p>It is kept as it comes, and opened where the private key is. The portal cannot read it.</p>
      ) : (
        <Notice kind="warning" title="The portal reads mail that is encrypted to this key">
          It holds the private half, sealed. Whoever controls this server reads such mail too.
        </Notice>
      )}
      {readsMailOf.map((fingerprint) => (
        <ActionForm
          key={fingerprint}
          action={forgetPrivate.bind(null, programSlug)}
          hidden={{ fingerprint }}
          titleIfWrong={title}
          scope={`forget-${fingerprint}`}
        >
          <Fingerprint fingerprint={fingerprint} />
          <StepUpFields means={stepUp} />
          <div>
            <SubmitButton variant="secondary" size="compact">
              Forget the private half
            </SubmitButton>
          </div>
        </ActionForm>
      ))}
      {readsMailOf.length > 0 || fullTextMail ? (
        <ActionForm
          action={saveFullText.bind(null, programSlug)}
          hidden={{ on: fullTextMail ? "no" : "yes" }}
          titleIfWrong={title}
          scope="text"
        >
          <p>
            {fullTextMail
              ? "Mails to reporters who gave a PGP key carry what the team writes, encrypted to them and signed with this key."
              : "Mails say only that there is news. To reporters who gave a PGP key they can carry what the team writes, encrypted to them and signed with this key."}
          </p>
          <StepUpFields means={stepUp} />
          <div>
            <SubmitButton variant="secondary" size="compact">
              {fullTextMail ? "Carry no text any more" : "Carry the text in encrypted mails"}
            </SubmitButton>
          </div>
        </ActionForm>
      ) : null}
      {readsMailOf.includes(keys.current.fingerprint) ? null : (
        <Disclosure summary="Have the portal read it">
          <ActionForm action={givePrivate.bind(null, programSlug)} titleIfWrong={title} scope="give">
            <TextAreaField
              name="privateKey"
              label="Private key block"
              hint="The private half of the key in use, protected by a passphrase. Better one that was made for mail alone"
              rows={6}
              mono
              spellCheck={false}
              autoComplete="off"
            />
            <TextField name="passphrase" type="password" label="Its passphrase" autoComplete="off" />
            <CheckboxField
              name="aware"
              label="Whoever takes over this server can then read encrypted mail"
              hint="Reports that are encrypted in the form stay encrypted: only mail is opened"
            />
            <StepUpFields means={stepUp} />
            <div>
              <SubmitButton pendingText="Checking…">Read encrypted mail here</SubmitButton>
            </div>
          </ActionForm>
        </Disclosure>
      )}
    </section>
  );
}

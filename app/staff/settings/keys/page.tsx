import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, RadioField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Fingerprint } from "@/components/pgp/fingerprint";
import { KeyFacts } from "@/components/pgp/key-facts";
import { KeyWarning } from "@/components/pgp/key-warning";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import type { StepUpMeans } from "@/lib/accounts/types";
import { can } from "@/lib/auth/policy";
import { pgpPath } from "@/lib/policy/paths";
import { keySettings } from "@/lib/program-keys/settings/queries";
import type { KeySettings, ProgramKey } from "@/lib/program-keys/types";
import { answerTitle } from "@/lib/request/answer-title";
import { address, type DeskContext, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import {
  dropSignedFile,
  endKey,
  forgetPrivate,
  givePrivate,
  saveFullText,
  saveProgramKey,
  saveSignedFile,
} from "./actions";

const TITLE = "Keys";
const PAGE_TITLE = `${TITLE} – Safe Harbour`;
const SAID: Record<string, string> = {
  key: "The key is in use",
  ended: "The key is out of use",
  reads: "Mail that is encrypted to the key is read here from now on",
  text: "Saved: it counts for mails from now on",
  forgotten: "The private half is gone; mail to it stays encrypted",
  signed: "The signed file is served",
  unsigned: "The file is served without a signature",
};

type Props = { searchParams: SearchParams };

async function readSettings(searchParams: SearchParams): Promise<{ ctx: DeskContext; settings: KeySettings }> {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address("/staff/settings/keys", { program }));
  const first = ctx.actor.memberships.find((membership) => can(ctx.actor, "keys.read", membership));
  const slug = program ?? first?.programSlug;
  if (slug === undefined) notFound();
  return { ctx, settings: await orNotFound(keySettings(ctx, slug)) };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await readSettings(searchParams);
  // The page and its forms say the title, so that errors reach it without scripts.
  return { title: { absolute: "" } };
}

export default async function KeySettingsPage({ searchParams }: Props) {
  const { settings } = await readSettings(searchParams);
  const { current, former } = settings.keys;
  const said = SAID[single((await searchParams).said) ?? ""];
  return (
    <div className="flex max-w-measure flex-col gap-8">
      {said ? <Notice kind="success" title={said} live="status" /> : null}
      <PageHeading face="sans" lead={`${settings.programName}: the OpenPGP key that reports are encrypted to.`}>
        {TITLE}
      </PageHeading>
      <KeyWarning programKey={current} programName={settings.programName} />
      <section aria-labelledby="current" className="flex flex-col gap-4">
        <h2 id="current" className="text-lg font-semibold">
          In use
        </h2>
        {current ? (
          <KeyFacts {...current} zone={settings.zone} />
        ) : (
          <p>No key. Reports arrive over https only, and the public page says so.</p>
        )}
        <p>
          <TextLink href={pgpPath(settings.programSlug)}>The public page of the key</TextLink>
        </p>
        {settings.mayChange ? (
          <ChangeKey settings={settings} current={current} />
        ) : (
          <p className="text-ink-soft">An admin or the policy owner of this program changes it.</p>
        )}
      </section>
      {former.length > 0 ? (
        <section aria-labelledby="former" className="flex flex-col gap-3">
          <h2 id="former" className="text-lg font-semibold">
            No longer used
          </h2>
          <ul className="flex flex-col border-t border-line">
            {former.map((key) => (
              <li key={key.fingerprint} className="flex flex-col gap-2 border-b border-line py-3">
                <Fingerprint fingerprint={key.fingerprint} />
                <p className="text-ink-soft">
                  {key.standing === "revoked" ? "Revoked" : "Replaced; messages to it are still accepted"}
                </p>
                {settings.mayChange && key.standing === "retired" ? (
                  <EndKey programSlug={settings.programSlug} ended={key} stepUp={settings.stepUp} revokeOnly />
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ReadingMail settings={settings} />
      <Signature settings={settings} />
      <title>{await answerTitle(PAGE_TITLE)}</title>
    </div>
  );
}

function ChangeKey({ settings, current }: { settings: KeySettings; current: ProgramKey | null }) {
  const form = (
    <ActionForm
      action={saveProgramKey.bind(null, settings.programSlug)}
      hidden={{ current: current?.fingerprint ?? "" }}
      titleIfWrong={PAGE_TITLE}
      scope="change"
    >
      <TextAreaField
        name="armored"
        label="Public key block"
        hint="Made and kept away from this portal; only the public half, at least RSA 3072 or Curve25519"
        rows={8}
        mono
        spellCheck={false}
        autoComplete="off"
      />
      <StepUpFields means={settings.stepUp} />
      <div>
        <SubmitButton pendingText="Saving…">{current ? "Use this key from now on" : "Use this key"}</SubmitButton>
      </div>
    </ActionForm>
  );
  if (!current) return form;
  return (
    <>
      <Disclosure summary="Extend or replace it">
        <p className="mb-4 text-ink-soft">
          The same key with a new end is taken as an extension. Another key replaces this one, which is then shown as
          replaced; messages to it are still accepted.
        </p>
        {form}
      </Disclosure>
      <EndKey programSlug={settings.programSlug} ended={current} stepUp={settings.stepUp} />
    </>
  );
}

function EndKey({
  programSlug,
  ended,
  stepUp,
  revokeOnly = false,
}: {
  programSlug: string;
  ended: ProgramKey;
  stepUp: StepUpMeans;
  revokeOnly?: boolean;
}) {
  return (
    <Disclosure summary={revokeOnly ? "Revoke it" : "Take it out of use"}>
      <ActionForm
        action={endKey.bind(null, programSlug)}
        hidden={{ fingerprint: ended.fingerprint, ...(revokeOnly ? { how: "revoke" } : {}) }}
        titleIfWrong={PAGE_TITLE}
        scope={`end-${ended.fingerprint}`}
      >
        {revokeOnly ? null : (
          <RadioField
            name="how"
            label="Why?"
            options={[
              { value: "retire", label: "It is no longer used", hint: "Messages to it can still be read" },
              {
                value: "revoke",
                label: "It is not to be trusted any more",
                hint: "Lost or in other hands: messages to it are refused",
              },
            ]}
          />
        )}
        <CheckboxField
          name="confirmed"
          label="This cannot be undone for this key"
          hint="The public page says so from the next moment on"
        />
        <StepUpFields means={stepUp} />
        <div>
          <SubmitButton variant="danger">{revokeOnly ? "Revoke the key" : "Take the key out of use"}</SubmitButton>
        </div>
      </ActionForm>
    </Disclosure>
  );
}

/** Off unless somebody says otherwise: with it, whoever takes over this server reads encrypted mail too. */
function ReadingMail({
  settings: { programSlug, keys, mayChange, readsMailOf, fullTextMail, stepUp },
}: {
  settings: KeySettings;
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
          titleIfWrong={PAGE_TITLE}
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
          titleIfWrong={PAGE_TITLE}
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
          <ActionForm action={givePrivate.bind(null, programSlug)} titleIfWrong={PAGE_TITLE} scope="give">
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

function Signature({
  settings: { programSlug, toSign, signature, mayChange, keys, stepUp },
}: {
  settings: KeySettings;
}) {
  if (toSign === null) return null;
  return (
    <section aria-labelledby="signature" className="flex flex-col gap-4">
      <h2 id="signature" className="text-lg font-semibold">
        Signature of security.txt
      </h2>
      {signature === "stale" ? (
        <Notice kind="warning" title="The signature no longer fits">
          The file says something else now, its date is over, or the key changed. It is served without a signature until
          somebody signs it again.
        </Notice>
      ) : (
        <p>
          {signature === "served"
            ? "Served with a signature of the key."
            : "Served without a signature. One is optional."}
        </p>
      )}
      {mayChange && keys.current ? (
        <>
          <Disclosure summary={signature === "none" ? "Sign it" : "Sign it again"}>
            <div className="flex flex-col gap-4">
              <p>
                Save this text as security.txt, sign it where the private key is kept with{" "}
                <code className="font-mono text-xs break-all">
                  gpg --clearsign -u {keys.current.fingerprint} security.txt
                </code>
                , and paste security.txt.asc.
              </p>
              <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
                tabIndex={0}
                className="overflow-auto rounded-md bg-sunken p-3 font-mono text-xs"
              >
                {toSign}
              </pre>
              <ActionForm action={saveSignedFile.bind(null, programSlug)} titleIfWrong={PAGE_TITLE} scope="sign">
                <TextAreaField name="signed" label="Signed file" rows={8} mono spellCheck={false} autoComplete="off" />
                <StepUpFields means={stepUp} />
                <div>
                  <SubmitButton pendingText="Checking…">Serve the signed file</SubmitButton>
                </div>
              </ActionForm>
            </div>
          </Disclosure>
          {signature !== "none" ? (
            <ActionForm action={dropSignedFile.bind(null, programSlug)} titleIfWrong={PAGE_TITLE} scope="unsign">
              <StepUpFields means={stepUp} />
              <div>
                <SubmitButton variant="secondary" size="compact">
                  Remove the signature
                </SubmitButton>
              </div>
            </ActionForm>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

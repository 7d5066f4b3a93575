"use client";

import { useActionState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button, ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { QrCode } from "@/components/ui/qr-code";
import { TextInput } from "@/components/ui/text-input";
import type { TotpEnrolment } from "@/lib/accounts/types";

export type RecoveryCodes = { recoveryCodes: string[] };

/** Start, scan and prove, then the recovery codes: one component, so that the answer outlives the new session. */
export function TotpSetup({
  enrolment,
  isSetUp,
  start,
  confirm,
  continueHref,
}: {
  enrolment: (TotpEnrolment & { secretInGroups: string }) | null;
  isSetUp: boolean;
  start: FormAction<undefined>;
  confirm: FormAction<RecoveryCodes>;
  continueHref: string;
}) {
  const [state, dispatch, pending] = useActionState(confirm, null);

  if (state?.ok) return <CodesOnce codes={state.data.recoveryCodes} continueHref={continueHref} />;
  if (isSetUp) {
    return (
      <div className="flex flex-col items-start gap-6">
        <PageHeading lead="Signing in asks for a code of your authenticator app.">
          Your second factor is set up
        </PageHeading>
        <ButtonLink href={continueHref}>Continue</ButtonLink>
      </div>
    );
  }
  if (!enrolment) {
    return (
      <ActionForm action={start} title="Set up your second factor">
        <PageHeading lead="A code from an app on your phone, asked for at each sign-in.">
          Set up your second factor
        </PageHeading>
        <p className="max-w-measure">
          You need an authenticator app that makes six-digit codes. Whoever reads reports must have a second factor,
          because a password alone can be stolen.
        </p>
        <div>
          <SubmitButton pendingText="Starting…">Start</SubmitButton>
        </div>
      </ActionForm>
    );
  }
  const problem = state && !state.ok ? state : undefined;
  const error = problem?.fieldErrors?.code?.[0];
  return (
    <form action={dispatch} noValidate aria-busy={pending || undefined} className="flex flex-col gap-8">
      <ErrorSummary
        errors={error ? [{ name: "code", message: error }] : []}
        message={problem && !error ? problem.message : undefined}
      />
      <PageHeading>Set up your second factor</PageHeading>
      <ol className="flex list-decimal flex-col gap-4 ps-6">
        <li>Open your authenticator app and add an account.</li>
        <li>
          <div className="flex flex-col gap-3">
            <span>Scan this code, or type the key by hand.</span>
            <QrCode rows={enrolment.modules} label="QR code with the key for your authenticator app" />
            <span className="flex flex-wrap items-center gap-3">
              <span>
                Key: <code className="font-mono break-all">{enrolment.secretInGroups}</code>
              </span>
              <CopyButton text={enrolment.secret} label="Copy the key" />
            </span>
          </div>
        </li>
        <li>Type the code that the app shows now.</li>
      </ol>
      <TextInput
        name="code"
        label="Code"
        hint="Six digits, spaces do not matter"
        error={error}
        width="short"
        mono
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      <div>
        <Button type="submit">{pending ? "Checking…" : "Confirm"}</Button>
      </div>
    </form>
  );
}

function CodesOnce({ codes, continueHref }: { codes: readonly string[]; continueHref: string }) {
  return (
    <div className="flex flex-col items-start gap-6">
      <PageHeading lead="Keep them where your phone is not: each one replaces one code of the app, once.">
        Your recovery codes
      </PageHeading>
      <Notice kind="warning" title="They are shown only now" live="status">
        If you lose your phone, they are the only way in without an administrator.
      </Notice>
      <ul className="grid gap-x-8 gap-y-2 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join("\n")} label="Copy all codes" />
      <ButtonLink href={continueHref}>I have kept them, continue</ButtonLink>
    </div>
  );
}

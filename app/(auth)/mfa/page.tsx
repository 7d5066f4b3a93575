import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeading } from "@/components/ui/page-heading";
import { safeNext } from "@/lib/accounts/next-path";
import { secondFactor } from "@/lib/accounts/queries";
import { isSignedOut } from "@/lib/auth/policy";
import { requestContext } from "@/lib/request/context";
import { single } from "../answers";
import { recoveryCodeAction, verifyTotpAction } from "./actions";

const TITLE = "Give your second factor";
export const metadata: Metadata = { title: TITLE };

export default async function SecondFactorPage({ searchParams }: PageProps<"/mfa">) {
  const query = await searchParams;
  const next = safeNext(query.next, "");
  const ctx = await requestContext();
  if (isSignedOut(ctx.actor)) redirect(`/sign-in?next=${encodeURIComponent(next)}` as Route);
  if (ctx.actor.kind !== "pending") redirect(safeNext(query.next, "/account") as Route);
  const { state } = await secondFactor(ctx);
  if (state !== "confirmed") redirect(`/mfa/setup?next=${encodeURIComponent(next)}` as Route);

  if (single(query.with) === "recovery-code") {
    return (
      <>
        <ActionForm action={recoveryCodeAction} title="Use a recovery code" hidden={{ next }}>
          <PageHeading lead="One of the ten that you kept. It works once.">Use a recovery code</PageHeading>
          <TextField
            name="code"
            label="Recovery code"
            mono
            autoComplete="off"
            autoCapitalize="characters"
            width="medium"
          />
          <div>
            <SubmitButton pendingText="Checking…">Continue</SubmitButton>
          </div>
        </ActionForm>
        <p>
          <a href={`/mfa?next=${encodeURIComponent(next)}`} className="text-link underline underline-offset-4">
            Use the authenticator app
          </a>
        </p>
      </>
    );
  }
  return (
    <>
      <ActionForm action={verifyTotpAction} title={TITLE} hidden={{ next }}>
        <PageHeading lead="The code that your authenticator app shows now.">Give your second factor</PageHeading>
        <TextField
          name="code"
          label="Code"
          hint="Six digits, spaces do not matter"
          mono
          width="short"
          inputMode="numeric"
          autoComplete="one-time-code"
        />
        <div>
          <SubmitButton pendingText="Checking…">Continue</SubmitButton>
        </div>
      </ActionForm>
      <p>
        No phone at hand?{" "}
        <a
          href={`/mfa?with=recovery-code&next=${encodeURIComponent(next)}`}
          className="text-link underline underline-offset-4"
        >
          Use a recovery code
        </a>
      </p>
    </>
  );
}

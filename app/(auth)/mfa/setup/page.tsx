import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { TotpSetup } from "@/components/accounts/totp-setup";
import { safeNext } from "@/lib/accounts/next-path";
import { secondFactor, totpEnrolment } from "@/lib/accounts/queries";
import { inGroups } from "@/lib/accounts/totp";
import { isSignedOut } from "@/lib/auth/policy";
import { requestContext } from "@/lib/request/context";
import { confirmTotpAction, startTotpAction } from "./actions";

export const metadata: Metadata = { title: "Set up your second factor" };

export default async function SecondFactorSetupPage({ searchParams }: PageProps<"/mfa/setup">) {
  const ctx = await requestContext();
  if (isSignedOut(ctx.actor)) redirect("/sign-in");
  const [{ state }, enrolment] = await Promise.all([secondFactor(ctx), totpEnrolment(ctx)]);
  return (
    <TotpSetup
      enrolment={enrolment && { ...enrolment, secretInGroups: inGroups(enrolment.secret) }}
      isSetUp={state === "confirmed"}
      start={startTotpAction}
      confirm={confirmTotpAction}
      continueHref={safeNext((await searchParams).next, "/account/security")}
    />
  );
}

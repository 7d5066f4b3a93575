import type { ReactNode } from "react";
import { SignOutForm } from "@/components/accounts/sign-out-form";
import { FindButton } from "@/components/keys/find-button";
import { KeyDriver } from "@/components/keys/key-driver";
import { OwnMailReturned } from "@/components/mail/returned-notice";
import { IconSprite } from "@/components/sla/icon-sprite";
import { StaffShell } from "@/components/staff-shell/staff-shell";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { TRIED_HOURS } from "@/lib/mail/tried";
import { requestContext } from "@/lib/request/context";
import { deskShell } from "@/lib/triage/shell/queries";
import { confirmAddressAgain } from "../mail/actions";
import { switchKeys } from "./keys";
import { staffPlaces } from "./places";

export const dynamic = "force-dynamic";

/** The desk's frame for staff alone; each page answers everybody else by itself, knowing its own address. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const ctx = await requestContext();
  const { actor } = ctx;
  if (actor.kind !== "staff") return children;
  const { mailDown, returned, keys, unread } = await deskShell({ ...ctx, actor });
  const account = (
    <>
      <FindButton />
      <TextLink href="/account/security">Account</TextLink>
      <SignOutForm />
    </>
  );
  const groups = staffPlaces({ ...ctx, actor }, unread);
  const places = groups.flatMap(({ items }) => items.map(({ href, text }) => ({ href, text })));
  return (
    <StaffShell groups={groups} account={account}>
      <IconSprite />
      {returned ? (
        <div className="mb-5">
          <OwnMailReturned since={returned} confirm={confirmAddressAgain} />
        </div>
      ) : null}
      {mailDown ? (
        <Notice kind="error" title="Mail is not going out" className="mb-5">
          Since <When at={mailDown.since} zone="UTC" />, no mail could be sent. Mails that wait: {mailDown.waiting}.
          They go out by themselves for {TRIED_HOURS / 24} days, news that piled up as one mail. Reports still arrive
          and clocks run on.
        </Notice>
      ) : null}
      {children}
      <KeyDriver on={keys} switchKeys={switchKeys.bind(null, !keys)} places={places} />
    </StaffShell>
  );
}

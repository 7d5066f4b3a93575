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
import { mailDown } from "@/lib/mail/down/queries";
import { ownMailReturned } from "@/lib/mail/returned/queries";
import { TRIED_HOURS } from "@/lib/mail/tried";
import { unreadCount } from "@/lib/notifications/inbox/queries";
import { requestContext } from "@/lib/request/context";
import { together } from "@/lib/request/transaction";
import { keysAreOn } from "@/lib/triage/settings/queries";
import { confirmAddressAgain } from "../mail/actions";
import { switchKeys } from "./keys";
import { staffPlaces } from "./places";

export const dynamic = "force-dynamic";

/** The desk's frame for staff alone; each page answers everybody else by itself, knowing its own address. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const ctx = await requestContext();
  if (ctx.actor.kind !== "staff") return children;
  const { down, returned, keys, unread } = await together(ctx, async (one) => ({
    down: await mailDown(one),
    returned: await ownMailReturned(one),
    keys: await keysAreOn(one),
    unread: await unreadCount(one, "staff"),
  }));
  const account = (
    <>
      <FindButton />
      <TextLink href="/account/security">Account</TextLink>
      <SignOutForm />
    </>
  );
  const groups = staffPlaces({ ...ctx, actor: ctx.actor }, unread);
  const places = groups.flatMap(({ items }) => items.map(({ href, text }) => ({ href, text })));
  return (
    <StaffShell groups={groups} account={account}>
      <IconSprite />
      {returned ? (
        <div className="mb-5">
          <OwnMailReturned since={returned} confirm={confirmAddressAgain} />
        </div>
      ) : null}
      {down ? (
        <Notice kind="error" title="Mail is not going out" className="mb-5">
          Since <When at={down.since} zone="UTC" />, no mail could be sent. Mails that wait: {down.waiting}. They go out
          by themselves for {TRIED_HOURS / 24} days, news that piled up as one mail. Reports still arrive and clocks run
          on.
        </Notice>
      ) : null}
      {children}
      <KeyDriver on={keys} switchKeys={switchKeys.bind(null, !keys)} places={places} />
    </StaffShell>
  );
}

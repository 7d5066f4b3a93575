import type { ReactNode } from "react";
import { SignOutForm } from "@/components/accounts/sign-out-form";
import { LeaveForm } from "@/components/guests/leave-form";
import { UnreadCount } from "@/components/inbox/unread-count";
import { SiteFrame } from "@/components/shell/site-frame";
import { openGuestReference } from "@/lib/guests/queries";
import { unreadCount } from "@/lib/notifications/inbox/queries";
import { requestContext } from "@/lib/request/context";

/** Says who is signed in; whether they may see a page is decided by the page's own queries. */
export async function SessionFrame({ children }: { children: ReactNode }) {
  const ctx = await requestContext();
  const { actor } = ctx;
  if (actor.kind === "researcher" || actor.kind === "staff") {
    return (
      <SiteFrame
        actor={{ kind: actor.kind }}
        account={<SignOutForm />}
        unread={<UnreadCount side="reporter" count={await unreadCount(ctx, "reporter")} />}
      >
        {children}
      </SiteFrame>
    );
  }
  const open = await openGuestReference(ctx);
  if (open) {
    return (
      <SiteFrame actor={{ kind: "guest", reference: open }} account={<LeaveForm />}>
        {children}
      </SiteFrame>
    );
  }
  return <SiteFrame account={actor.kind === "pending" ? <SignOutForm /> : undefined}>{children}</SiteFrame>;
}

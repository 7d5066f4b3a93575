import type { ReactNode } from "react";
import { SignOutForm } from "@/components/accounts/sign-out-form";
import { KeyDriver } from "@/components/keys/key-driver";
import { IconSprite } from "@/components/sla/icon-sprite";
import { STAFF_NAVIGATION, StaffShell } from "@/components/staff-shell/staff-shell";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/policy";
import { policyPath } from "@/lib/policy/paths";
import { requestContext } from "@/lib/request/context";
import { keysAreOn } from "@/lib/triage/settings/queries";
import { governedPrograms, readablePrograms } from "./desk";
import { switchKeys } from "./keys";

export const dynamic = "force-dynamic";

/** The desk's frame for staff alone; each page answers everybody else by itself, knowing its own address. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const ctx = await requestContext();
  if (ctx.actor.kind !== "staff") return children;
  const desk = { ...ctx, actor: ctx.actor };
  const reads = readablePrograms(desk).length > 0;
  const governs = governedPrograms(desk).length > 0;
  const calendars = desk.actor.memberships.some((membership) => can(desk.actor, "calendar.read", membership));
  const nonIssues = desk.actor.memberships.some((membership) => can(desk.actor, "non_issues.read", membership));
  const templates = desk.actor.memberships.some((membership) => can(desk.actor, "templates.read", membership));
  const policies = [...new Set(desk.actor.memberships.map(({ programSlug }) => programSlug))];
  const privacy = desk.actor.memberships.some((membership) => can(desk.actor, "urgent.read", membership));
  const items = [
    ...(privacy ? [{ href: "/staff/urgent", text: "Urgent notices" }] : []),
    ...(reads ? STAFF_NAVIGATION : [{ href: "/staff", text: "Desk" }]),
    ...(governs ? [{ href: "/staff/policies", text: "Policies" }] : []),
    ...(nonIssues ? [{ href: "/staff/settings/non-issues", text: "Non-issues" }] : []),
    ...(templates ? [{ href: "/staff/settings/templates", text: "Templates" }] : []),
    ...(calendars ? [{ href: "/staff/settings/calendar", text: "Calendar" }] : []),
    ...policies.map((slug) => ({
      href: policyPath(slug),
      text: policies.length > 1 ? `Public policy of ${slug}` : "Public policy",
    })),
  ];
  if (ctx.actor.memberships.some((membership) => can(ctx.actor, "keys.read", membership))) {
    items.push({ href: "/staff/settings/keys", text: "Keys" });
  }
  if (ctx.actor.memberships.some((membership) => can(ctx.actor, "on_call.change", membership))) {
    items.push({ href: "/staff/settings/on-call", text: "On call" });
  }
  if (ctx.actor.memberships.some((membership) => can(ctx.actor, "audit.read", membership))) {
    items.push({ href: "/staff/audit", text: "Audit" });
  }
  if (ctx.actor.memberships.some((membership) => can(ctx.actor, "people.manage", membership))) {
    items.push({ href: "/staff/settings/people", text: "People" });
  }
  const account = (
    <>
      <TextLink href="/account/security">Account</TextLink>
      <SignOutForm />
    </>
  );
  const keys = await keysAreOn(ctx);
  return (
    <StaffShell items={items} account={account}>
      <IconSprite />
      {children}
      <KeyDriver on={keys} switchKeys={switchKeys.bind(null, !keys)} />
    </StaffShell>
  );
}

import type { StaffNavGroup } from "@/components/staff-shell/staff-nav";
import { type Action, can, type Membership } from "@/lib/auth/policy";
import { policyPath } from "@/lib/policy/paths";
import type { DeskContext } from "./desk";

type Place = { href: string; text: string; may: (actor: DeskContext["actor"], membership: Membership) => boolean };

const when =
  (action: ProgramAction): Place["may"] =>
  (actor, membership) =>
    can(actor, action, membership);

/** Whoever reads reports is told of them. */
const reads: Place["may"] = (actor, membership) =>
  can(actor, "queue.read", membership) || can(actor, "urgent.read", membership);

/** The actions that are judged on a program alone. */
type ProgramAction = Extract<
  Action,
  | "queue.read"
  | "urgent.read"
  | "mail.settle"
  | "policy_draft.read"
  | "calendar.read"
  | "non_issues.read"
  | "absence.read"
  | "assignment.read"
  | "templates.read"
  | "keys.read"
  | "on_call.change"
  | "webhooks.read"
  | "people.manage"
  | "audit.read"
>;

const GROUPS: readonly { title: string; places: readonly Place[] }[] = [
  {
    title: "Reports",
    places: [
      { href: "/staff/inbox", text: "Inbox", may: reads },
      { href: "/staff/urgent", text: "Urgent notices", may: when("urgent.read") },
      { href: "/staff/triage", text: "Triage", may: when("queue.read") },
      { href: "/staff/reports", text: "Reports", may: when("queue.read") },
      { href: "/staff/sla", text: "Clocks", may: when("queue.read") },
      { href: "/staff/credits", text: "Credits", may: when("queue.read") },
      { href: "/staff/inquiries", text: "Questions", may: when("queue.read") },
      { href: "/staff/analytics", text: "Analytics", may: when("queue.read") },
      { href: "/staff/mail", text: "Mail", may: when("mail.settle") },
      { href: "/staff/restricted", text: "Restricted report", may: (_actor, { role }) => role === "coordinator" },
    ],
  },
  {
    title: "Policy",
    places: [
      { href: "/staff/policies", text: "Policies", may: when("policy_draft.read") },
      { href: "/staff/settings/calendar", text: "Calendar", may: when("calendar.read") },
      { href: "/staff/settings/non-issues", text: "Non-issues", may: when("non_issues.read") },
    ],
  },
  {
    title: "Program",
    places: [
      { href: "/staff/settings/templates", text: "Templates", may: when("templates.read") },
      { href: "/staff/settings/assignment", text: "Assignment", may: when("assignment.read") },
      { href: "/staff/settings/out-of-office", text: "Out of office", may: when("absence.read") },
      { href: "/staff/settings/keys", text: "Keys", may: when("keys.read") },
      { href: "/staff/settings/on-call", text: "On call", may: when("on_call.change") },
      { href: "/staff/settings/webhooks", text: "Webhooks", may: when("webhooks.read") },
      { href: "/staff/settings/people", text: "People", may: when("people.manage") },
      { href: "/staff/audit", text: "Audit", may: when("audit.read") },
    ],
  },
];

/** The places of the desk that somebody has something to do in, by group; what they may not open is not named. */
export function staffPlaces({ actor }: DeskContext, unread: number): StaffNavGroup[] {
  const slugs = [...new Set(actor.memberships.map(({ programSlug }) => programSlug))];
  const found = GROUPS.map(({ title, places }) => ({
    title,
    items: places
      .filter(({ may }) => actor.memberships.some((membership) => may(actor, membership)))
      .map(({ href, text }) => ({ href, text, ...(href === "/staff/inbox" ? { inbox: unread } : {}) })),
  }));
  const triages = found.some(({ items }) => items.some(({ href }) => href === "/staff/triage"));
  return found
    .map((group) => {
      if (group.title === "Reports" && !triages) {
        return { ...group, items: [{ href: "/staff", text: "Desk" }, ...group.items] };
      }
      if (group.title !== "Policy") return group;
      const read = slugs.map((slug) => ({
        href: policyPath(slug),
        text: slugs.length > 1 ? `Public policy of ${slug}` : "Public policy",
      }));
      return { ...group, items: [...group.items, ...read] };
    })
    .filter(({ items }) => items.length > 0);
}

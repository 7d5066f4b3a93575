import { Menu, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { UrgentLink } from "./urgent-link";
import { Wordmark } from "./wordmark";

export type HeaderActor =
  | { kind: "visitor" }
  | { kind: "guest"; reference: string }
  | { kind: "researcher"; name?: string | undefined }
  | { kind: "staff"; name?: string | undefined };

const VISITOR: HeaderActor = { kind: "visitor" };

type Item = { href: string; text: string; inbox?: true };

function navigation(actor: HeaderActor): Item[] {
  const common: Item[] = [
    { href: "/", text: "Policies" },
    { href: "/report", text: "Report" },
    { href: "/reports", text: "My reports" },
  ];
  if (actor.kind === "guest") {
    const open = { href: `/reports/${actor.reference}`, text: actor.reference };
    return [
      { href: "/", text: "Policies" },
      { href: "/report", text: "Report" },
      open,
      { href: "/sign-in", text: "Sign in" },
    ];
  }
  if (actor.kind === "visitor") return [...common, { href: "/sign-in", text: "Sign in" }];
  const own: Item[] = [
    { href: "/notifications", text: "Inbox", inbox: true },
    { href: "/account", text: actor.name ?? "Account" },
  ];
  return actor.kind === "staff" ? [...common, { href: "/staff", text: "Desk" }, ...own] : [...common, ...own];
}

const MENU_ID = "site-menu";

const menuButton =
  "inline-flex min-h-11 items-center gap-2 rounded-md px-2 font-semibold text-ink underline-offset-4 hover:underline";

/**
 * Public pages read no session and leave `actor` out. `children`: the sign-out form of a signed-in page. On a phone the
 * places stand behind a menu that the browser opens by itself, without a script; a browser that cannot shows them all.
 */
export function SiteHeader({
  actor = VISITOR,
  unread,
  children,
}: {
  actor?: HeaderActor | undefined;
  /** The number beside the inbox. */
  unread?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header data-print="no" className="border-b-2 border-accent bg-surface">
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-4 px-4 py-1 sm:px-6">
        <Wordmark />
        <button
          type="button"
          popoverTarget={MENU_ID}
          className={cx(menuButton, "-me-2 supports-[not_selector(:popover-open)]:hidden md:hidden")}
        >
          <Icon of={Menu} size={20} />
          Menu
        </button>
        <nav
          id={MENU_ID}
          popover="auto"
          aria-label="Main"
          className="text-ink md:static md:ms-auto md:block md:w-auto md:overflow-visible md:bg-transparent max-md:open:fixed max-md:open:inset-x-0 max-md:open:top-0 max-md:open:max-h-dvh max-md:open:w-full max-md:open:border-b-2 max-md:open:border-accent max-md:open:bg-surface max-md:open:px-4 max-md:open:py-1 max-md:open:shadow-float sm:max-md:open:px-6"
        >
          <div className="flex items-center justify-between supports-[not_selector(:popover-open)]:hidden md:hidden">
            <span aria-hidden="true" className="font-semibold">
              Menu
            </span>
            <button
              type="button"
              popoverTarget={MENU_ID}
              popoverTargetAction="hide"
              className={cx(menuButton, "-me-2")}
            >
              <Icon of={X} size={20} />
              Close
            </button>
          </div>
          <ul className="-mx-2 flex flex-col md:flex-row md:flex-wrap md:items-center">
            {navigation(actor).map((item) => (
              <li key={item.href}>
                <a
                  href={item.href}
                  className="flex min-h-11 items-center rounded-md px-2 underline-offset-4 hover:text-link hover:underline"
                >
                  {item.text}
                  {item.inbox ? unread : null}
                </a>
              </li>
            ))}
            {children ? <li className="flex min-h-11 items-center [&_button]:px-2">{children}</li> : null}
          </ul>
        </nav>
        <div className="-mx-2 max-md:basis-full">
          <UrgentLink />
        </div>
      </div>
    </header>
  );
}

import type { ReactNode } from "react";
import { Wordmark } from "./wordmark";

export type HeaderActor =
  | { kind: "visitor" }
  | { kind: "researcher"; name?: string | undefined; unread?: number | undefined }
  | { kind: "staff"; name?: string | undefined; unread?: number | undefined };

const VISITOR: HeaderActor = { kind: "visitor" };

type Item = { href: string; text: string; count?: number | undefined };

function navigation(actor: HeaderActor): Item[] {
  const common: Item[] = [
    { href: "/", text: "Policies" },
    { href: "/report", text: "Report" },
    { href: "/reports", text: "My reports" },
  ];
  if (actor.kind === "visitor") return [...common, { href: "/sign-in", text: "Sign in" }];
  const own: Item[] = [
    { href: "/notifications", text: "Notifications", count: actor.unread },
    { href: "/account", text: actor.name ?? "Account" },
  ];
  return actor.kind === "staff" ? [...common, { href: "/staff", text: "Desk" }, ...own] : [...common, ...own];
}

/** Public pages read no session and leave `actor` out. `children`: the sign-out form of a signed-in page. */
export function SiteHeader({ actor = VISITOR, children }: { actor?: HeaderActor; children?: ReactNode }) {
  return (
    <header data-print="no" className="border-b-2 border-accent bg-surface">
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-8 px-4 py-1 sm:px-6">
        <Wordmark />
        <nav aria-label="Main">
          <ul className="-mx-2 flex flex-wrap items-center gap-x-1">
            {navigation(actor).map((item) => (
              <li key={item.href}>
                <a
                  href={item.href}
                  className="inline-flex min-h-11 items-center rounded-md px-2 text-ink underline-offset-4 hover:text-link hover:underline"
                >
                  {item.text}
                  {item.count ? (
                    <span className="ms-1.5 rounded-md bg-accent px-1.5 text-sm font-semibold text-accent-ink tabular-nums">
                      {item.count}
                      <span className="sr-only"> unread</span>
                    </span>
                  ) : null}
                </a>
              </li>
            ))}
            {children ? <li>{children}</li> : null}
          </ul>
        </nav>
      </div>
    </header>
  );
}

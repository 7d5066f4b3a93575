import type { ReactNode } from "react";
import { UrgentLink } from "./urgent-link";
import { Wordmark } from "./wordmark";

export type HeaderActor =
  | { kind: "visitor" }
  | { kind: "guest"; reference: string }
  | { kind: "researcher"; name?: string | undefined }
  | { kind: "staff"; name?: string | undefined };

const VISITOR: HeaderActor = { kind: "visitor" };

type Item = { href: string; text: string };

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
  const own: Item[] = [{ href: "/account", text: actor.name ?? "Account" }];
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
                </a>
              </li>
            ))}
            {children ? <li>{children}</li> : null}
            <li>
              <UrgentLink />
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

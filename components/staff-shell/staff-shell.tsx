import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { MAIN_ID } from "@/components/shell/skip-link";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { UrgentLink } from "@/components/shell/urgent-link";
import { Wordmark } from "@/components/shell/wordmark";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { StaffNav, type StaffNavGroup } from "./staff-nav";

/** The desk: bar on top, places at the side, a menu on a phone. `program` and `account` (with the sign-out form) are slots. */
export function StaffShell({
  program,
  account,
  groups,
  children,
}: {
  program?: ReactNode;
  account?: ReactNode;
  groups: readonly StaffNavGroup[];
  children: ReactNode;
}) {
  const links = (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      <li>
        <TextLink href="/help">Help & contact</TextLink>
      </li>
      <li>
        <TextLink href="/track">Follow a report</TextLink>
      </li>
      <li>
        <TextLink href="/verify">Verify a receipt</TextLink>
      </li>
    </ul>
  );
  return (
    <div className="flex min-h-dvh flex-col text-sm">
      <header data-print="no" className="border-b-2 border-accent bg-surface">
        <div className="flex flex-wrap items-center justify-between gap-x-6 px-4">
          <div className="flex flex-wrap items-center gap-x-6">
            <Wordmark href="/staff" />
            {program ? <div className="text-ink-soft">{program}</div> : null}
          </div>
          <div className="-mx-2 flex items-center gap-x-3">
            <div className="flex items-center gap-x-3 max-sm:hidden">{account}</div>
            <UrgentLink />
          </div>
        </div>
      </header>
      <div className="flex grow flex-col lg:flex-row">
        <details data-print="no" className="border-b border-line bg-surface lg:hidden">
          <summary className="flex min-h-11 list-none items-center gap-2 px-4 font-semibold [&::-webkit-details-marker]:hidden">
            <Icon of={Menu} size={20} />
            Menu
          </summary>
          <div className="px-2 pb-3">
            <StaffNav groups={groups} label="Desk menu" />
            <div className="flex items-center gap-x-6 border-t border-line px-2 pt-3 sm:hidden">{account}</div>
          </div>
        </details>
        <div data-print="no" className="hidden w-44 shrink-0 border-e border-line lg:block">
          <div className="max-h-dvh overflow-y-auto px-2 py-4 lg:sticky lg:top-0">
            <StaffNav groups={groups} label="Desk" />
          </div>
        </div>
        <main id={MAIN_ID} tabIndex={-1} className="min-w-0 grow px-4 py-5 lg:px-6">
          {children}
        </main>
      </div>
      <footer
        data-print="no"
        className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line px-4 py-4"
      >
        {links}
        <ThemeSwitch />
      </footer>
    </div>
  );
}

import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import { ThemeSwitch } from "./theme-switch";

/** The links of every page, in one order (WCAG 2.2, 3.2.6). */
const LINKS = [
  { href: "/help", text: "Help & contact" },
  { href: "/track", text: "Follow a report" },
  { href: "/verify", text: "Verify a receipt" },
] as const;

/** `legal`: what the organisation must say on its pages. */
export function SiteFooter({ legal }: { legal?: ReactNode }) {
  return (
    <footer data-print="no" className="mt-auto border-t border-line">
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-8 gap-y-4 px-4 py-6 sm:px-6">
        <ul className="-ms-2 flex flex-wrap gap-x-4">
          {LINKS.map((link) => (
            <li key={link.href}>
              <TextLink
                href={link.href}
                className="inline-flex min-h-8 items-center rounded-md px-2 pointer-coarse:min-h-11"
              >
                {link.text}
              </TextLink>
            </li>
          ))}
        </ul>
        <ThemeSwitch />
        {legal ? <div className="basis-full text-sm text-ink-soft">{legal}</div> : null}
      </div>
    </footer>
  );
}

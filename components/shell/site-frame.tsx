import type { ReactNode } from "react";
import { SiteFooter } from "./site-footer";
import { type HeaderActor, SiteHeader } from "./site-header";
import { MAIN_ID } from "./skip-link";

/** Header, `<main>` and footer of the public and the researcher's pages; the root layout brings the skip link. */
export function SiteFrame({
  actor,
  account,
  unread,
  legal,
  children,
}: {
  actor?: HeaderActor;
  account?: ReactNode;
  unread?: ReactNode;
  legal?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader actor={actor} unread={unread}>
        {account}
      </SiteHeader>
      <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-page px-4 pt-8 pb-18 sm:px-6 sm:pt-12">
        {children}
      </main>
      <SiteFooter legal={legal} />
    </div>
  );
}

import type { ReactNode } from "react";

/** The rhythm of a public page inside the site's frame. */
export function PageFrame({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-8">{children}</div>;
}

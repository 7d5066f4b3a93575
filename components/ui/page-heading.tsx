import type { ReactNode } from "react";
import { cx } from "./class-names";

/** The one h1 of a page: serif where people read, sans on the desk. */
export function PageHeading({
  children,
  lead,
  face = "serif",
}: {
  children: ReactNode;
  lead?: ReactNode;
  face?: "serif" | "sans";
}) {
  return (
    <header className="flex flex-col gap-3">
      <h1
        className={cx(
          face === "serif"
            ? "font-heading text-3xl font-semibold text-balance sm:text-4xl"
            : "text-xl font-semibold text-balance",
        )}
      >
        {children}
      </h1>
      {lead ? <div className={cx("max-w-measure text-ink-soft", face === "serif" && "text-lg")}>{lead}</div> : null}
    </header>
  );
}

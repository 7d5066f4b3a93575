import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

/** Native details: opens without scripts, and by itself when it is searched or printed. */
export function Disclosure({
  summary,
  children,
  open,
  name,
  size = "normal",
}: {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean | undefined;
  /** Disclosures with one name open one at a time. */
  name?: string | undefined;
  size?: "normal" | "compact";
}) {
  return (
    <details open={open} name={name} className={cx(size === "compact" && "text-sm")}>
      <summary className="inline-flex min-h-8 list-none items-center gap-1.5 rounded-md text-link underline underline-offset-4 hover:decoration-2 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <Icon of={ChevronRight} className="transition-transform [[open]>summary>&]:rotate-90 rtl:-scale-x-100" />
        {summary}
      </summary>
      <div className="mt-2 border-s-2 border-line ps-4">{children}</div>
    </details>
  );
}

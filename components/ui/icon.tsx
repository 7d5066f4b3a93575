import type { LucideIcon } from "lucide-react";
import { cx } from "./class-names";

/** A drawing beside a word; it is never the only carrier of meaning, so it is hidden from screen readers. */
export function Icon({
  of: Drawing,
  size = 16,
  className,
}: {
  of: LucideIcon;
  size?: 16 | 20;
  className?: string | undefined;
}) {
  return (
    <Drawing aria-hidden="true" focusable="false" size={size} strokeWidth={1.5} className={cx("shrink-0", className)} />
  );
}

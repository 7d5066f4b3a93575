import { ArrowLeft, ArrowRight } from "lucide-react";
import { buttonClasses } from "./button";
import { Icon } from "./icon";

/** Keyset pages: one knows the next and the previous, not how many there are. */
export function Pagination({
  previousHref,
  nextHref,
  label = "Pages",
  previousText = "Newer",
  nextText = "Older",
}: {
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  label?: string;
  previousText?: string;
  nextText?: string;
}) {
  if (!previousHref && !nextHref) return null;
  const look = buttonClasses({ variant: "secondary", size: "compact" });
  return (
    <nav aria-label={label} className="flex flex-wrap justify-between gap-3 py-4">
      {previousHref ? (
        <a href={previousHref} rel="prev" className={look}>
          <Icon of={ArrowLeft} className="rtl:-scale-x-100" />
          {previousText}
        </a>
      ) : (
        <span />
      )}
      {nextHref ? (
        <a href={nextHref} rel="next" className={look}>
          {nextText}
          <Icon of={ArrowRight} className="rtl:-scale-x-100" />
        </a>
      ) : null}
    </nav>
  );
}

import { cx } from "@/components/ui/class-names";

/** Two breakwater arms that meet the horizon. */
export function BreakwaterMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 24"
      aria-hidden="true"
      focusable="false"
      className={cx("h-6 w-8 shrink-0", className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <path d="M4 20C4 11 8 5 14 4" />
      <path d="M28 20C28 11 24 5 18 4" />
      <path d="M1 20h30" />
    </svg>
  );
}

export function Wordmark({ href = "/" }: { href?: string }) {
  return (
    <a href={href} className="inline-flex min-h-11 items-center gap-2.5 rounded-md text-ink no-underline">
      <BreakwaterMark className="text-accent" />
      <span className="font-heading text-xl leading-none font-semibold tracking-tight whitespace-nowrap">
        Safe Harbour
      </span>
    </a>
  );
}

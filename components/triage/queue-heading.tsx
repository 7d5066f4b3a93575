import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { PageHeading } from "@/components/ui/page-heading";

/** Title, how many there are, and the neighbouring queues. */
export function QueueHeading({
  title,
  total,
  counted = 1000,
  lead,
  children,
}: {
  title: string;
  /** Undefined where the list is not counted. */
  total?: number | undefined;
  /** How far it was counted. */
  counted?: number;
  /** What this place is for, on a page that sets its own distances. */
  lead?: ReactNode;
  children?: ReactNode;
}) {
  const heading = (
    <div className={cx("flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2", lead === undefined && "mb-4")}>
      <PageHeading face="sans">
        {title}
        {total ? (
          <span className="ms-2 font-normal text-ink-soft tabular-nums">
            {total >= counted ? `${counted === 1000 ? counted : counted - 1}+` : total}
          </span>
        ) : null}
      </PageHeading>
      {children}
    </div>
  );
  if (lead === undefined) return heading;
  return (
    <div className="flex flex-col gap-3">
      {heading}
      <p className="max-w-measure text-ink-soft">{lead}</p>
    </div>
  );
}

export type Tab = { href: string; text: string; current: boolean };

/** Links between lists of one kind. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  if (tabs.length < 2) return null;
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className="inline-block border-b-2 border-transparent py-1 text-link aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink pointer-coarse:py-2.5"
            >
              {tab.text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

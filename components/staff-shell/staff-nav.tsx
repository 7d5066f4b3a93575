"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/class-names";

export type StaffNavItem = { href: string; text: string; count?: number | undefined };

export function StaffNav({ items, label }: { items: readonly StaffNavItem[]; label: string }) {
  const path = usePathname();
  return (
    <nav aria-label={label}>
      <ul className="flex flex-col gap-0.5">
        {items.map((item) => {
          const exact = path === item.href;
          const here = exact || (item.href !== "/staff" && path.startsWith(`${item.href}/`));
          return (
            <li key={item.href}>
              <Link
                href={{ pathname: item.href }}
                prefetch={false}
                aria-current={exact ? "page" : here ? "true" : undefined}
                className={cx(
                  "flex min-h-8 items-center justify-between gap-3 rounded-md border-s-2 px-3 py-1 no-underline pointer-coarse:min-h-11",
                  here
                    ? "border-accent bg-sunken font-semibold text-ink"
                    : "border-transparent text-ink-soft hover:bg-sunken hover:text-ink",
                )}
              >
                {item.text}
                {item.count ? (
                  <span className="font-normal text-ink-soft tabular-nums">
                    {item.count}
                    <span className="sr-only"> waiting</span>
                  </span>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { UnreadCount } from "@/components/inbox/unread-count";
import { cx } from "@/components/ui/class-names";

/** `inbox`: the number beside it is that of the reader's inbox. */
export type StaffNavItem = { href: string; text: string; inbox?: number | undefined };

/** Places that belong together, under a word. */
export type StaffNavGroup = { title: string; items: readonly StaffNavItem[] };

export function StaffNav({ groups, label }: { groups: readonly StaffNavGroup[]; label: string }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="flex flex-col gap-5">
      {groups.map(({ title, items }) => (
        <div key={title} className="flex flex-col gap-1">
          <p className="px-3 text-xs font-semibold text-ink-faint">{title}</p>
          <ul className="flex flex-col gap-0.5">
            {items.map((item) => (
              <Place key={item.href} item={item} path={path} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Place({ item, path }: { item: StaffNavItem; path: string }) {
  const exact = path === item.href;
  const here = exact || (item.href !== "/staff" && path.startsWith(`${item.href}/`));
  return (
    <li>
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
        {item.inbox === undefined ? null : <UnreadCount side="staff" count={item.inbox} />}
      </Link>
    </li>
  );
}

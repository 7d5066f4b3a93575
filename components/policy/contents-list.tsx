import { Disclosure } from "@/components/ui/disclosure";
import type { ContentsEntry } from "@/lib/policy/contents";

const LINK = "inline-flex min-h-6 gap-2 py-0.5 text-ink-soft hover:text-link hover:underline pointer-coarse:min-h-11";

/** Beside the text where there is room, above it in a closed disclosure where there is not. */
export function ContentsList({ entries, before }: { entries: ContentsEntry[]; before: ContentsEntry[] }) {
  const list = (
    <ul className="flex flex-col gap-1">
      {before.map((entry) => (
        <li key={entry.key}>
          <a href={`#${entry.key}`} className={LINK}>
            {entry.heading}
          </a>
        </li>
      ))}
      {entries.map((entry) => (
        <Entry key={entry.key} entry={entry} />
      ))}
    </ul>
  );
  return (
    <>
      <nav
        aria-label="On this page"
        className="sticky top-6 hidden max-h-[calc(100dvh-3rem)] self-start overflow-y-auto pe-2 text-sm lg:block"
      >
        <p className="mb-2 font-semibold">On this page</p>
        {list}
      </nav>
      <nav aria-label="On this page" className="lg:hidden">
        <Disclosure summary="On this page">{list}</Disclosure>
      </nav>
    </>
  );
}

function Entry({ entry }: { entry: ContentsEntry }) {
  return (
    <li>
      <a href={`#${entry.key}`} className={LINK}>
        <span className="tabular-nums text-ink-faint">{entry.key}</span>
        <span>{entry.heading}</span>
      </a>
      {entry.children.length > 0 ? (
        <ul className="ms-3 flex flex-col gap-1 border-s border-line ps-3">
          {entry.children.map((child) => (
            <Entry key={child.key} entry={child} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

import { TextLink } from "@/components/ui/text-link";
import type { ViewLink } from "@/lib/triage/types";

/** The lists that are kept under names, each with how many reports it holds now. */
export function ViewTabs({
  views,
  current,
  hrefOf,
  arrangeHref,
  countedTo,
}: {
  views: readonly ViewLink[];
  current: string | undefined;
  hrefOf: (view: ViewLink) => string;
  arrangeHref: string;
  countedTo: number;
}) {
  return (
    <nav aria-label="Lists" className="mb-4 border-b border-line pb-1">
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {views.map((view) => (
          <li key={view.key}>
            <a
              href={hrefOf(view)}
              aria-current={view.key === current ? "page" : undefined}
              data-view={view.key}
              className="inline-flex items-baseline gap-1.5 border-b-2 border-transparent py-1 text-link [overflow-wrap:anywhere] aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink pointer-coarse:py-2.5"
            >
              {view.name}
              {view.count === null ? null : (
                <span className="font-normal text-ink-soft tabular-nums">
                  {view.count >= countedTo ? `${countedTo - 1}+` : view.count}
                </span>
              )}
              {view.of === "team" ? <span className="sr-only">, of the team</span> : null}
            </a>
          </li>
        ))}
        <li>
          <TextLink href={arrangeHref} className="inline-block py-1 pointer-coarse:py-2.5">
            Arrange lists
          </TextLink>
        </li>
      </ul>
    </nav>
  );
}

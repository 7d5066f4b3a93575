import { X } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { type ListQuery, withOpposite, withoutFilter } from "@/lib/triage/list-query";
import type { ListChoices } from "@/lib/triage/types";
import { chipsOf } from "./filter-words";

/** What a list is narrowed by, each a link away from being gone. */
export function FilterChips({
  query,
  choices,
  hrefOf,
  clearHref,
}: {
  query: ListQuery;
  choices: ListChoices;
  hrefOf: (query: ListQuery) => string;
  clearHref: string;
}) {
  const chips = chipsOf(query, choices);
  if (chips.length === 0) return null;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <ul aria-label="Filters in use" className="flex flex-wrap gap-2">
        {chips.map(({ name, value, label, words, negatable }) => {
          const isNot = negatable !== null && query.not.includes(negatable);
          const said = negatable
            ? `${label} ${isNot ? "is not" : "is"} ${words}`
            : [label, words].filter(Boolean).join(": ");
          return (
            <li
              key={`${name} ${value}`}
              className="inline-flex max-w-full items-center gap-1.5 rounded-md border border-line-strong bg-surface ps-2"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {label}
                {negatable ? (
                  <>
                    {" "}
                    <a
                      href={hrefOf(withOpposite(query, negatable))}
                      aria-label={isNot ? `${label}: ask for what is so` : `${label}: ask for what is not so`}
                      className="text-link underline underline-offset-4 hover:decoration-2 pointer-coarse:py-2.5"
                    >
                      {isNot ? "is not" : "is"}
                    </a>
                  </>
                ) : words ? (
                  ":"
                ) : null}{" "}
                {words ? <span className="font-semibold">{words}</span> : null}
              </span>
              <a
                href={hrefOf(withoutFilter(query, name, value))}
                className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
              >
                <Icon of={X} />
                <span className="sr-only">Without “{said}”</span>
              </a>
            </li>
          );
        })}
      </ul>
      <TextLink href={clearHref} className="pointer-coarse:py-2.5">
        Clear filters
      </TextLink>
    </div>
  );
}

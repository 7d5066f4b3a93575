import type { ReactNode } from "react";
import { cx } from "./class-names";

export type Definition = { term: string; description: ReactNode };

/** Facts side by side, or stacked in a narrow panel. */
export function DefinitionList({
  items,
  layout = "columns",
  size = "normal",
}: {
  items: readonly Definition[];
  layout?: "columns" | "stacked";
  size?: "normal" | "compact";
}) {
  const columns = layout === "columns" && "sm:grid sm:grid-cols-[minmax(8rem,12rem)_minmax(0,1fr)] sm:gap-x-6";
  return (
    <dl className={cx("flex flex-col", size === "compact" ? "gap-2.5 text-sm" : "gap-3")}>
      {items.map((item) => (
        <div key={item.term} className={cx("min-w-0", columns)}>
          <dt className="text-ink-soft">{item.term}</dt>
          <dd className="min-w-0">{item.description}</dd>
        </div>
      ))}
    </dl>
  );
}

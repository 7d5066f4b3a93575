import type { ReactNode } from "react";
import { cx } from "./class-names";

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** This cell names the row. */
  rowHeader?: boolean;
  /** The header is heard but not seen. */
  hideHeader?: boolean;
};

export type TableProps<Row> = {
  /** Names the table and its scrolling region. */
  caption: string;
  showCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** On a phone: scroll sideways inside a labelled region, or one card a row. */
  narrow?: "scroll" | "cards";
  size?: "normal" | "compact";
};

/** What a cell holds that has nothing to say. */
const NOTHING = "–";

export function Table<Row>({
  caption,
  showCaption = false,
  columns,
  rows,
  rowKey,
  narrow = "scroll",
  size = "normal",
}: TableProps<Row>) {
  const cards = narrow === "cards";
  const pad = size === "compact" ? "py-2 text-sm" : "py-2.5";
  const table = (
    <table className={cx("w-full border-collapse text-start tabular-nums", cards && "max-sm:block")}>
      <caption className={showCaption ? "pb-3 text-start font-semibold" : "sr-only"}>{caption}</caption>
      <thead className={cx(cards && "max-sm:sr-only")}>
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={cx(
                "border-b border-line-strong py-2 pe-4 align-bottom text-sm font-semibold text-ink-soft last:pe-0",
                column.align === "end" ? "text-end" : "text-start",
              )}
            >
              {column.hideHeader ? <span className="sr-only">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={cx(cards && "max-sm:block")}>
        {rows.map((row) => (
          <tr key={rowKey(row)} className={cx("border-b border-line", cards && "max-sm:block max-sm:py-3")}>
            {columns.map((column) => {
              const Cell = column.rowHeader ? "th" : "td";
              const content = column.cell(row);
              return (
                <Cell
                  key={column.key}
                  scope={column.rowHeader ? "row" : undefined}
                  className={cx(
                    pad,
                    "pe-4 align-top font-normal last:pe-0",
                    column.align === "end" ? "text-end" : "text-start",
                    // In a scrolling table a date in the first column stays on one line, and so does a figure.
                    !cards && column.rowHeader && "min-w-24",
                    !cards && column.align === "end" && "whitespace-nowrap",
                    cards &&
                      // A card has no columns to keep: what is not there needs no line of its own.
                      (content === NOTHING
                        ? "max-sm:hidden"
                        : "max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:py-1 max-sm:pe-0"),
                  )}
                >
                  {cards && !column.hideHeader && !column.rowHeader ? (
                    <span aria-hidden="true" className="text-ink-soft sm:hidden">
                      {column.header}
                    </span>
                  ) : null}
                  {cards ? (
                    <div className={cx("min-w-0", column.rowHeader ? "max-sm:font-semibold" : "max-sm:text-end")}>
                      {content}
                    </div>
                  ) : (
                    content
                  )}
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (cards) return table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (axe scrollable-region-focusable)
    <section aria-label={caption} tabIndex={0} className="relative max-w-full overflow-x-auto">
      {table}
    </section>
  );
}

import type { ReactNode } from "react";
import { VisuallyHidden } from "./visually-hidden";

export type SummaryRow = {
  label: string;
  /** Nothing was answered: leave it out, the row then says "Not provided". */
  value?: ReactNode;
  /** Where the Change link leads. */
  changeHref?: string | undefined;
  /** What the link changes, heard but not seen; the label in lower case unless given. */
  changeName?: string | undefined;
};

/** Check answers: one row an answer, each with its way back. */
export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl className="border-t border-line">
      {rows.map((row) => (
        <div
          key={row.label}
          className="grid gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,4fr)_auto]"
        >
          <dt className="font-semibold">{row.label}</dt>
          <dd className="min-w-0 whitespace-pre-line">
            {row.value === undefined || row.value === "" ? (
              <span className="text-ink-soft">Not provided</span>
            ) : (
              row.value
            )}
          </dd>
          {row.changeHref ? (
            <dd data-print="no" className="sm:text-end">
              <a
                href={row.changeHref}
                className="inline-block py-1 text-link underline underline-offset-4 hover:decoration-2 sm:py-0"
              >
                Change
                <VisuallyHidden> {row.changeName ?? row.label.toLowerCase()}</VisuallyHidden>
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

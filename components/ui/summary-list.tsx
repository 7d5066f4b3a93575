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
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,4fr)_auto]"
        >
          <dt className="font-semibold">{row.label}</dt>
          <dd className="min-w-0 whitespace-pre-line max-sm:col-span-2 max-sm:row-start-2">
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
                className="inline-flex min-h-6 items-center text-link underline underline-offset-4 hover:decoration-2 pointer-coarse:-my-2.5 pointer-coarse:min-h-11"
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

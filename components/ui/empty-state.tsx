import type { ReactNode } from "react";

/** Says what is good about being empty, and what comes next. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-10">
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="mt-1 max-w-measure text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  );
}

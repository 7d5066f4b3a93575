import type { ReactNode } from "react";
import { Table } from "@/components/ui/table";
import type { CalendarFormState, DueChange } from "./form-state";

/** What publishing would change, and the button that does it. */
export function CheckedCalendar({
  checked,
  version,
  children,
}: {
  checked: NonNullable<CalendarFormState["checked"]>;
  version: number;
  children: ReactNode;
}) {
  const { changes, dues, zoneMoves } = checked;
  return (
    <section aria-labelledby="checked" className="flex flex-col gap-4 rounded-lg border-2 border-accent p-5">
      <h2 id="checked" className="text-lg font-semibold">
        Version {version} would change
      </h2>
      <ul className="flex list-disc flex-col gap-0.5 ps-5">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      {dues.length > 0 ? (
        <Table<DueChange>
          caption="A report sent now would be due"
          showCaption
          columns={[
            { key: "promise", header: "Promise", rowHeader: true, cell: ({ promise }) => promise },
            { key: "before", header: "By the calendar in force", cell: ({ before }) => before },
            {
              key: "after",
              header: `By version ${version}`,
              cell: ({ before, after }) => (before === after ? "the same" : <strong>{after}</strong>),
            },
          ]}
          rows={dues}
          rowKey={({ promise }) => promise}
          narrow="cards"
        />
      ) : null}
      {zoneMoves ? <p>{zoneMoves}</p> : null}
      <p className="max-w-measure">
        No due date that exists moves: each report keeps the calendar it was received under. New reports count by
        version {version} from the day a policy version that names it is published.
      </p>
      <div>{children}</div>
    </section>
  );
}

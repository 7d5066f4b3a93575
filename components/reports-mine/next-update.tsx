import { When } from "@/components/ui/when";
import type { MyReportRow } from "@/lib/reports/types";

/** The date by which something happens next, or that none is promised; a date that has passed says so. */
export function NextUpdate({ next, zone, now }: { next: MyReportRow["nextUpdateBy"]; zone: string; now: string }) {
  if (next === null) return <span className="text-ink-faint">No date is set</span>;
  if (Date.parse(next.due) <= Date.parse(now)) {
    return (
      <span className="text-soon">
        Was due by <When at={next.due} zone={zone} style="dueDate" />
      </span>
    );
  }
  return (
    <span>
      By <When at={next.due} zone={zone} style="dueDate" />
    </span>
  );
}

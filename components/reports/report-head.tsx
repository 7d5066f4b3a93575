import { ClockChip } from "@/components/sla/clock-chip";
import { Tag } from "@/components/ui/tag";
import { When } from "@/components/ui/when";
import type { StaffReport } from "@/lib/reports/types";
import { flagWords } from "./flags";
import { Reference } from "./reference";

const FINISHED = ["met", "met_late", "not_applicable"];

/** Title, reference, state and the clock to watch: what a triager reads first. */
export function ReportHead({ report }: { report: StaffReport }) {
  const next = report.clocks.find(({ state }) => !FINISHED.includes(state));
  return (
    <header className="flex flex-col gap-2">
      {report.flags.length > 0 ? (
        <ul aria-label="Flags" className="flex flex-wrap gap-1.5">
          {report.flags.map((flag) => (
            <li key={flag}>
              <Tag tone="soon" fill>
                {flagWords(flag)}
              </Tag>
            </li>
          ))}
        </ul>
      ) : null}
      <h1 className="text-xl font-semibold [overflow-wrap:anywhere] text-balance">{report.title}</h1>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <Reference reference={report.reference} />
        <span className="font-semibold">{report.stateLabel}</span>
        {next ? <ClockChip status={next} /> : null}
        <span className="text-ink-soft">
          Received <When at={report.receivedAt} zone={report.zone} now={report.now} />
        </span>
      </div>
    </header>
  );
}

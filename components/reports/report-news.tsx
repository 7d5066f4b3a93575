import { Notice } from "@/components/ui/notice";
import { MOVE_RULES, MOVES } from "@/lib/reports/state";
import type { StaffReport } from "@/lib/reports/types";

const HANDLED: Record<string, string> = {
  severity: "Rated; the reasons are kept with it",
  priority: "Priority set",
  weakness: "Weakness set",
  versions: "Versions set",
  tags: "Tags changed",
  link: "References changed",
  watch: "Who follows it changed",
  mail: "Mail to the reporter is tried again",
  opened: "Opened; everybody named on it and every coordinator is told",
  statement: "Signed and issued; the reporter is told",
};

const SPLIT_NEWS: Record<string, string> = {
  "split-asked": "The reporter is asked whether to split this",
  "split-withdrawn": "Proposal taken back; the reporter is told",
  split: "Report split; the reporter is told",
};

/** What became of the last press of a button, when it brought the reader here. */
export function ReportNews({
  report,
  done,
  refused,
  untold,
}: {
  report: StaffReport;
  done: string | undefined;
  refused: string | undefined;
  /** Handles of colleagues whom a note mentions and who do not read this report. */
  untold: string | undefined;
}) {
  if (refused) {
    return (
      <Notice kind="error" live="alert" title="Somebody was faster">
        This report is now “{report.stateLabel}”. Nothing of yours was applied; below it stands as it is.
      </Notice>
    );
  }
  const move = MOVES.find((known) => known === done);
  if (move) return <Notice kind="success" live="status" title={`Done: ${MOVE_RULES[move].label}`} />;
  if (done === "assigned") {
    return <Notice kind="success" live="status" title={`Carried by ${report.assignee?.name ?? "nobody"} now`} />;
  }
  if (done === "readers") {
    const words = report.restriction.readers === null ? "Open to the team" : "Restricted to the people named";
    return <Notice kind="success" live="status" title={words} />;
  }
  if (done === "release") return <Notice kind="success" live="status" title="Released to triage; the team is told" />;
  if (done === "clock") return <Notice kind="success" live="status" title="Clock changed; the reporter is told why" />;
  if (done === "withheld") return <Notice kind="success" live="status" title="Answer withheld for good" />;
  if (done === "lesson") return <Notice kind="success" live="status" title="Kept for the next review of the policy" />;
  const split = done === undefined ? undefined : SPLIT_NEWS[done];
  const handled = done === undefined ? undefined : HANDLED[done];
  if (handled) return <Notice kind="success" live="status" title={handled} />;
  if (split) return <Notice kind="success" live="status" title={split} />;
  if (done === "note") return <NoteSaved untold={namesOf(report, untold)} />;
  if (done === "named") return <Notice kind="success" live="status" title="They are asked by mail" />;
  if (done === "removed") return <Notice kind="success" live="status" title="Taken off the credits" />;
  if (done === "credit") {
    return <Notice kind="success" live="status" title="Credit saved; the credited person is asked to agree" />;
  }
  return null;
}

function namesOf({ colleagues }: StaffReport, handles: string | undefined): string[] {
  const asked = handles?.split(",") ?? [];
  return colleagues.filter(({ handle, reads }) => !reads && asked.includes(handle)).map(({ name }) => name);
}

function NoteSaved({ untold }: { untold: readonly string[] }) {
  if (untold.length === 0) return <Notice kind="success" live="status" title="Note saved, for staff only" />;
  return (
    <Notice kind="warning" live="status" title="Note saved; not everybody in it is told">
      {untold.join(", ")} {untold.length === 1 ? "does" : "do"} not read this report, so the mention told them nothing
      and opened nothing to them.
    </Notice>
  );
}

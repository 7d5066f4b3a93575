import type { FormAction } from "@/components/forms/action-form";
import { Composer } from "@/components/threads/composer";
import { Thread } from "@/components/threads/thread";
import type { ReporterReport } from "@/lib/reports/types";
import { dueWords } from "@/lib/sla/wording";

/** The conversation of a report and the reporter's place to write in it. */
export function ReporterThread({
  report,
  action,
  idempotencyKey,
  href,
  title,
}: {
  report: ReporterReport;
  action: FormAction<undefined>;
  idempotencyKey: string;
  /** The report's own page. */
  href: string;
  title: string;
}) {
  const { messages, state, zone } = report;
  const [first] = messages;
  const asked = state === "needs_info";
  return (
    <div className="flex flex-col gap-8">
      <Thread
        messages={messages}
        zone={zone}
        audience="reporter"
        olderHref={report.moreMessages && first ? `${href}/messages?before=${encodeURIComponent(first.id)}` : undefined}
        empty={emptyWords(report)}
      />
      <Composer
        // A message that was sent empties the box; anything else on the page leaves it alone.
        key={messages.findLast(({ side }) => side === "reporter")?.id ?? "first"}
        action={action}
        idempotencyKey={idempotencyKey}
        label={asked ? "Your answer" : "Write to the team"}
        readers={`The team of ${report.programName} reads this.${asked ? " With your answer, our time to check runs on." : ""}`}
        submit={asked ? "Send your answer" : "Send message"}
        reloadHref={href}
        title={title}
      />
    </div>
  );
}

function emptyWords({ clocks }: ReporterReport): string {
  const first = clocks.find(
    ({ clock, tookMs, remainingMs }) =>
      (clock === "first_response" || clock === "acknowledge") && tookMs === null && remainingMs > 0,
  );
  return first ? `Nobody has written yet. We'll write here ${dueWords(first)}.` : "Nobody has written yet.";
}

import type { FormAction } from "@/components/forms/action-form";
import { RenewedWith } from "@/components/forms/renewed-with";
import { Composer } from "@/components/threads/composer";
import { type MessageActions, Thread } from "@/components/threads/thread";
import type { ReporterReport } from "@/lib/reports/types";
import { dueWords } from "@/lib/sla/wording";

/** The conversation of a report and the reporter's place to write in it. */
export function ReporterThread({
  report,
  action,
  actions,
  idempotencyKey,
  withholding,
  href,
  title,
  refusedFile,
}: {
  report: ReporterReport;
  action: FormAction<undefined>;
  actions: MessageActions;
  idempotencyKey: string;
  withholding?: string | undefined;
  /** The report's own page. */
  href: string;
  title: string;
  /** What a form without scripts was refused for. */
  refusedFile?: string | null | undefined;
}) {
  const { messages, state, zone } = report;
  const asked = state === "needs_info";
  return (
    <div id="conversation" className="flex scroll-mt-4 flex-col gap-8">
      <Thread
        page={report}
        zone={zone}
        audience="reporter"
        base={`${href}/messages`}
        actions={actions}
        withholding={withholding}
        empty={emptyWords(report)}
        title={title}
      />
      {report.newerMessages ? null : (
        // A message that was sent empties the box; anything else on the page leaves it alone.
        <RenewedWith mark={messages.findLast(({ mine }) => mine)?.id ?? "none"}>
          <Composer
            action={action}
            reference={report.reference}
            idempotencyKey={idempotencyKey}
            seen={messages.at(-1)?.id ?? ""}
            draft={report.replyDraft}
            files={report.replyFiles}
            from="reporter"
            refusedFile={refusedFile}
            quoted={report.quoted}
            zone={zone}
            label={asked ? "Your answer" : "Write to the team"}
            readers={`The team of ${report.programName} reads this; who of them answers appears by role.${asked ? " With your answer, our time to check runs on." : ""}`}
            submit={asked ? "Send your answer" : "Send message"}
            reloadHref={href}
            title={title}
          />
        </RenewedWith>
      )}
    </div>
  );
}

function emptyWords({ clocks }: ReporterReport): string {
  const first = clocks.find(
    ({ clock, tookMs, remainingMs }) =>
      (clock === "first_response" || clock === "acknowledge") && tookMs === null && remainingMs > 0,
  );
  return first ? `Nobody has written yet. We’ll write here ${dueWords(first)}.` : "Nobody has written yet.";
}

import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { flagWords } from "@/components/reports/flags";
import { FormPanel } from "@/components/reports/form-panel";
import { MoveForms } from "@/components/reports/move-forms";
import { Reference } from "@/components/reports/reference";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { ReportAsSent } from "@/components/reports/report-as-sent";
import { Suspicions } from "@/components/reports/suspicions";
import { ClockChip } from "@/components/sla/clock-chip";
import { buttonClasses } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { Step } from "@/lib/reports/form/answers";
import { SNOOZE_WORDS, SNOOZES, type Snooze } from "@/lib/reports/snoozing";
import type { Move } from "@/lib/reports/state";
import type { ReportPreview } from "@/lib/reports/types";

/** What decides most new reports, in the order of reading: the flaw, how to see it, what it does. */
const READ_FIRST: readonly Step[] = ["details", "repro", "impact", "product"];
const FINISHED = ["met", "met_late", "not_applicable"];
/** The mornings first: that is what one press more chooses. */
const OFFERED: readonly Snooze[] = ["morning", ...SNOOZES.filter((each) => each !== "morning")];

/** One new report beside the queue, with the verbs of triage. Works without scripts; each verb has its key. */
export function TriagePreview<T>({
  report,
  moveFor,
  snooze,
  reloadHref,
}: {
  report: ReportPreview;
  moveFor: (move: Move) => FormAction<T>;
  snooze: FormAction<T>;
  reloadHref: string;
}) {
  const here = `/staff/reports/${report.reference}`;
  const start = report.moves.filter(({ move }) => move === "start_checking");
  const decline = report.moves.filter(({ move }) => move === "reject");
  const sections = READ_FIRST.flatMap((step) => report.sections.filter((section) => section.step === step));
  const forms = { version: report.version, clauses: report.clauses, actionFor: moveFor, reloadHref };
  return (
    <article aria-label={`Shown: ${report.reference}`} className="flex min-w-0 flex-col gap-4">
      <header className="flex flex-col gap-2">
        <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">
          <TextLink href={here} className="text-ink">
            {report.title}
          </TextLink>
        </h2>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
          <Reference reference={report.reference} />
          <span className="font-semibold">{report.stateLabel}</span>
          <span className="text-ink-soft">
            {report.reporterHandle}, <When at={report.receivedAt} zone={report.zone} now={report.now} />
          </span>
        </div>
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
        <ul aria-label="Clocks" className="flex flex-wrap gap-2">
          {report.clocks
            .filter(({ state }) => !FINISHED.includes(state))
            .map((clock) => (
              <li key={`${clock.clock} ${clock.run}`}>
                <ClockChip status={clock} />
              </li>
            ))}
        </ul>
      </header>
      <section aria-label="What to do with it" className="flex flex-wrap items-start gap-3 border-y border-line py-3">
        <Verb keyName="1">{start.length > 0 ? <MoveForms offers={start} {...forms} /> : null}</Verb>
        <Verb keyName="2">
          <a href={`${here}/similar`} className={buttonClasses({ variant: "secondary", size: "compact" })}>
            Duplicate{report.similar > 0 ? ` (${report.similar} similar)` : ""}
          </a>
        </Verb>
        <Verb keyName="3">{decline.length > 0 ? <MoveForms offers={decline} {...forms} /> : null}</Verb>
        <Verb keyName="h">
          <ActionForm
            action={snooze}
            hidden={{ version: String(report.version) }}
            className="flex flex-col gap-3 has-[[open],section]:basis-full"
          >
            <ReloadAfterConflict href={reloadHref} />
            <FormPanel label="Put aside">
              <p className="text-ink-soft">It comes back by itself, or when the reporter writes. Its clocks run on.</p>
              <div className="flex flex-wrap gap-2">
                {OFFERED.map((each) => (
                  <SubmitButton key={each} size="compact" variant="secondary" name="snooze" value={each}>
                    {SNOOZE_WORDS[each]}
                  </SubmitButton>
                ))}
              </div>
            </FormPanel>
          </ActionForm>
        </Verb>
        <a href={here} data-open="" className={buttonClasses({ variant: "quiet", size: "compact" })}>
          Open the report
        </a>
      </section>
      <Suspicions sentences={report.suspicions} />
      {report.encrypted ? <p>Its text is encrypted: open the report to read it.</p> : null}
      <ReportAsSent sections={sections} scope="preview" />
    </article>
  );
}

/** A verb with its key beside it. Nothing where the verb does not apply. */
function Verb({ keyName, children }: { keyName: string; children: ReactNode }) {
  if (children === null) return null;
  return (
    <div data-key={keyName} className="flex items-start gap-1.5 has-[[open],section]:basis-full">
      <span
        aria-hidden="true"
        className="mt-1 min-w-6 rounded-md border border-line px-1.5 text-center font-mono text-xs text-ink-soft max-xl:hidden"
      >
        {keyName}
      </span>
      {children}
    </div>
  );
}

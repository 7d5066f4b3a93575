import type { Metadata } from "next";
import { headers } from "next/headers";
import { cache } from "react";
import { FileList } from "@/components/attachments/file-list";
import { RenewedWith } from "@/components/forms/renewed-with";
import { ReportPresence } from "@/components/live/presence";
import { ReporterMailReturned } from "@/components/mail/returned-notice";
import { EncryptedReport } from "@/components/pgp/encrypted-report";
import { Additions } from "@/components/reports/additions";
import { fieldName } from "@/components/reports/field-names";
import { LessonForm } from "@/components/reports/lesson-form";
import { MoveForms } from "@/components/reports/move-forms";
import { PageNavigation } from "@/components/reports/page-navigation";
import { ReportAsSent } from "@/components/reports/report-as-sent";
import { ReportHead } from "@/components/reports/report-head";
import { ReportNews } from "@/components/reports/report-news";
import { SealedNotice } from "@/components/reports/sealed-notice";
import { SplitFamily } from "@/components/reports/split-family";
import { SplitPanel } from "@/components/reports/split-panel";
import { Suspicions } from "@/components/reports/suspicions";
import { Timeline } from "@/components/reports/timeline";
import { WithheldAnswers } from "@/components/reports/withheld-answers";
import { WithholdForm } from "@/components/reports/withhold-form";
import { IssueStatement } from "@/components/statements/issue-statement";
import { TemplateList } from "@/components/templates/template-list";
import { AnswerDisclosure } from "@/components/threads/disclosure-panel";
import { LiveNews } from "@/components/threads/live-news";
import { Notes } from "@/components/threads/notes";
import { fieldId } from "@/components/ui/field-ids";
import { Notice } from "@/components/ui/notice";
import { handlingOf } from "@/lib/handling/queries";
import { reporterMailReturned } from "@/lib/mail/returned/queries";
import { signedMailsOf } from "@/lib/mail-in/queries";
import type { Step } from "@/lib/reports/form/answers";
import { lessonOf } from "@/lib/reports/lessons/queries";
import { getStaffReport } from "@/lib/reports/queries";
import type { StaffReport } from "@/lib/reports/types";
import { answerTitle } from "@/lib/request/answer-title";
import { together } from "@/lib/request/transaction";
import { statementRoom } from "@/lib/statements/queries";
import { disclosureOf } from "@/lib/threads/disclosure/queries";
import { messageIdIn } from "@/lib/threads/schema";
import { tryMailAgain } from "../../../mail/actions";
import { answerTelling, saveNote } from "../../../threads/actions";
import { filesWords, refusedFileIn } from "../../../threads/files";
import { deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { makeMove, release, saveLesson, withhold } from "./actions";
import { textsToBeginWith } from "./begin";
import { Conversation } from "./conversation";
import { issue } from "./handling/actions";
import { PageSection } from "./page-section";
import { Side } from "./side";
import { goAhead, withdraw } from "./split/actions";

type Props = { params: Promise<{ reference: string }>; searchParams: SearchParams };

/** Read once for the title and the page, so that both say the same to whom may not see it. */
const readReport = cache(async (reference: string, ...part: (string | undefined)[]): Promise<StaffReport> => {
  const ctx = await deskContext(`/staff/reports/${reference}`);
  const [before, at, quote, edit, timeline] = part;
  const seen = !(await isPrefetch()) && before === undefined && at === undefined;
  return orNotFound(
    getStaffReport(ctx, reference, { seen, before, at, quote, edit, wholeTimeline: timeline === "all" }),
  );
});

/** Which part of the thread the address asks for, and what is done there. */
const threadPart = ({ before, m, quote, edit, timeline }: Awaited<SearchParams>) =>
  [before, m, quote, edit, timeline].map(messageIdIn);

/** What a triager reads first: the flaw, how to see it, what it does. The reporter wrote it in the order of the form. */
const READING_ORDER: readonly Step[] = ["details", "repro", "impact", "product", "scope", "exposure"];

function inReadingOrder(sections: StaffReport["sections"]): StaffReport["sections"] {
  const place = (step: Step) => (READING_ORDER.includes(step) ? READING_ORDER.indexOf(step) : READING_ORDER.length);
  return [...sections].sort((a, b) => place(a.step) - place(b.step));
}

async function isPrefetch(): Promise<boolean> {
  const sent = await headers();
  return sent.has("next-router-prefetch") || [sent.get("purpose"), sent.get("sec-purpose")].join().includes("prefetch");
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { reference } = await params;
  await readReport(reference, ...threadPart(await searchParams));
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

export default async function StaffReportPage({ params, searchParams }: Props) {
  const { reference } = await params;
  const asked = await searchParams;
  const report = await readReport(reference, ...threadPart(asked));
  const here = `/staff/reports/${report.reference}`;
  const beside = await together(await deskContext(here), async (ctx) => ({
    handling: await handlingOf(ctx, reference),
    statement: await statementRoom(ctx, reference),
    texts: await textsToBeginWith(ctx, report, asked),
    disclosure: await disclosureOf(ctx, reference),
    signedMails: await signedMailsOf(ctx, report.reference),
    returned: await reporterMailReturned(ctx, report.reference),
    lesson: report.state === "closed" ? await lessonOf(ctx, reference) : null,
  }));
  const { handling, statement, disclosure, signedMails, returned, lesson } = beside;
  const { choices, begun } = beside.texts;
  const title = `${report.title} · ${report.reference} – Safe Harbour`;
  const unread = report.messages.filter((message) => message.unread).length;
  return (
    <div className="grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_21.25rem]">
      <div className="flex min-w-0 flex-col gap-6">
        {/* Takes no room while it has nothing to say. */}
        <div className="flex flex-col gap-3 not-has-[p]:-mb-6">
          <LiveNews reference={report.reference} />
          <ReportPresence reference={report.reference} />
        </div>
        <ReportNews
          report={report}
          done={single(asked.done)}
          refused={single(asked.refused)}
          untold={single(asked.untold)}
        />
        {asked.undone ? (
          <Notice
            kind="success"
            live="status"
            title="Taken back. Nobody read it; what you wrote is your draft again."
          />
        ) : null}
        {asked.kept || asked.done === "kept-note" ? (
          <Notice kind="success" live="status" title="Kept as a draft, for you alone" />
        ) : null}
        {filesWords(asked.files) ? <Notice kind="success" live="status" title={filesWords(asked.files) ?? ""} /> : null}
        <ReportHead report={report} />
        {report.sealed ? (
          <SealedNotice mayRelease={report.mayRelease} release={release.bind(null, report.reference)} />
        ) : null}
        {returned ? (
          <ReporterMailReturned {...returned} zone={report.zone} tryAgain={tryMailAgain.bind(null, report.reference)} />
        ) : null}
        <SplitFamily split={report.split} base="/staff/reports" />
        {report.moves.length > 0 ? (
          <div id="moves" className="scroll-mt-4">
            <RenewedWith mark={report.version}>
              <MoveForms
                offers={report.moves}
                version={report.version}
                clauses={report.clauses}
                actionFor={(move) => makeMove.bind(null, report.reference, move)}
                beginFor={(move) => <TemplateList choices={choices(move)} target={fieldId(fieldName(move, "text"))} />}
                begun={begun}
                reloadHref={here}
                title={title}
              />
            </RenewedWith>
          </div>
        ) : (
          <p className="text-ink-soft">There is no move for you to make in this state.</p>
        )}
        <PageNavigation report={report} unread={unread} similarHref={`${here}/similar`} />
        <PageSection id="sent" title="Report as sent">
          <Suspicions sentences={report.suspicions} />
          {report.answers.encryptedMessage ? (
            <EncryptedReport reference={report.reference} message={report.answers.encryptedMessage} />
          ) : null}
          <ReportAsSent sections={inReadingOrder(report.sections)} />
          <WithheldAnswers withheld={report.withheld} zone={report.zone} />
          <RenewedWith mark={report.version}>
            <WithholdForm redactable={report.redactable} action={withhold.bind(null, report.reference)} title={title} />
          </RenewedWith>
          <SplitPanel
            key={report.version}
            report={report}
            withdraw={withdraw.bind(null, report.reference)}
            goAhead={goAhead.bind(null, report.reference)}
          />
          {report.additions.length > 0 ? (
            <section aria-labelledby="additions" className="mt-8">
              <h3 id="additions" className="mb-3 text-lg font-semibold">
                Added by the reporter since
              </h3>
              <Additions additions={report.additions} zone={report.zone} />
            </section>
          ) : null}
        </PageSection>
        <PageSection id="files" title="Files">
          <FileList files={report.files} empty="No files came with this report." base={here} />
        </PageSection>
        <PageSection id="conversation" title="Conversation">
          <Conversation
            report={report}
            asked={asked}
            begun={begun}
            choices={choices(null)}
            signedMails={signedMails}
            here={here}
            title={title}
          />
        </PageSection>
        <PageSection id="disclosure" title="Telling others">
          <RenewedWith mark={disclosure.state ?? "none"}>
            <AnswerDisclosure
              disclosure={disclosure}
              zone={report.zone}
              title={title}
              answer={answerTelling.bind(null, report.reference)}
            />
          </RenewedWith>
        </PageSection>
        <PageSection id="notes" title="Notes">
          <RenewedWith mark={report.notes.filter(({ mine }) => mine).length}>
            <Notes
              reference={report.reference}
              notes={report.notes}
              files={report.files}
              waiting={report.noteFiles}
              colleagues={report.colleagues}
              refusedFile={asked.of === "note" ? refusedFileIn(asked.files) : null}
              draft={report.noteDraft}
              zone={report.zone}
              action={saveNote.bind(null, report.reference)}
              title={title}
            />
          </RenewedWith>
        </PageSection>
        {lesson?.mayMark || lesson?.marked ? (
          <PageSection id="lesson" title="Lesson for the policy">
            <LessonForm
              key={String(lesson.marked)}
              lesson={lesson}
              zone={report.zone}
              action={saveLesson.bind(null, report.reference)}
            />
          </PageSection>
        ) : null}
        {statement.issued || statement.mayIssue ? (
          <PageSection id="statement" title="Compliance statement">
            <RenewedWith mark={report.version}>
              <IssueStatement
                room={statement}
                version={report.version}
                differently={report.attestations.some((one) => one.statement === "differently")}
                zone={report.zone}
                action={issue.bind(null, report.reference)}
                reloadHref={here}
                title={title}
              />
            </RenewedWith>
          </PageSection>
        ) : null}
        <PageSection id="activity" title="Activity">
          <Timeline
            entries={report.timeline}
            zone={report.zone}
            base="/staff/reports"
            earlierHref={report.earlierEvents ? `${here}?timeline=all#activity` : undefined}
          />
        </PageSection>
      </div>
      <Side
        report={report}
        handling={handling}
        was={asked.was === undefined ? undefined : (single(asked.was) ?? "")}
        here={here}
        title={title}
      />
      <title>{await answerTitle(title)}</title>
    </div>
  );
}

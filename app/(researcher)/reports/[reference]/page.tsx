import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { FileList } from "@/components/attachments/file-list";
import { GuestMailReturned, OwnMailReturned } from "@/components/mail/returned-notice";
import { SendAnother } from "@/components/report-form/send-another";
import { Additions } from "@/components/reports/additions";
import { Reference } from "@/components/reports/reference";
import { ReportAsSent } from "@/components/reports/report-as-sent";
import { SplitFamily } from "@/components/reports/split-family";
import { Timeline } from "@/components/reports/timeline";
import { WithheldAnswers } from "@/components/reports/withheld-answers";
import { CompleteNotice } from "@/components/reports-mine/complete-notice";
import { OwnReference } from "@/components/reports-mine/own-reference";
import { PolicyPinNote } from "@/components/reports-mine/policy-pin";
import { ReporterMoves } from "@/components/reports-mine/reporter-moves";
import { ReporterThread } from "@/components/reports-mine/reporter-thread";
import { SeverityBesides } from "@/components/reports-mine/severity-views";
import { SplitQuestion } from "@/components/reports-mine/split-question";
import { Standing } from "@/components/reports-mine/standing";
import { ReporterClockList } from "@/components/sla/clock-list";
import { AskDisclosure } from "@/components/threads/disclosure-panel";
import { LiveNews } from "@/components/threads/live-news";
import { BackLink } from "@/components/ui/back-link";
import { ButtonLink } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { reporterMailReturned } from "@/lib/mail/returned/queries";
import { keptDays } from "@/lib/reports/drafts/lifetime";
import { canComplete } from "@/lib/reports/notices/queries";
import type { Move } from "@/lib/reports/state";
import { answerTitle } from "@/lib/request/answer-title";
import { requestContext } from "@/lib/request/context";
import { together } from "@/lib/request/transaction";
import { statementRoom } from "@/lib/statements/queries";
import { disclosureOf } from "@/lib/threads/disclosure/queries";
import { confirmAddressAgain } from "../../../mail/actions";
import { askToTell, takeQuestionBack, write } from "../../../threads/actions";
import { messageActions } from "../../../threads/bound";
import { filesWords, refusedFileIn } from "../../../threads/files";
import { startAnotherReport } from "../../report/actions";
import { loadReport } from "../load";
import { agreeToSplit, completeNotice, declineSplit, makeMove, nameOwn } from "./actions";

type Props = {
  params: Promise<{ reference: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The whole of what happened, when the address asks for it. */
const load = async ({ params, searchParams }: Props) => {
  const whole = (await searchParams).timeline === "all" ? ("all" as const) : undefined;
  return loadReport((await params).reference, "", undefined, undefined, undefined, undefined, whole);
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  await load(props);
  // The page says its title after its forms, so that one of them that was refused says "Error: …" first.
  return { title: { absolute: "" } };
}

export default async function ReportPage(props: Props) {
  const { moved, refused, added, claimed, split, undone, kept, files, named } = await props.searchParams;
  const report = await load(props);
  const ctx = await requestContext();
  const guest = ctx.actor.kind === "guest";
  const { reference, zone } = report;
  const { completes, returned, statement, disclosure } = await together(ctx, async (one) => ({
    completes: await canComplete(one, reference),
    returned: await reporterMailReturned(one, reference),
    statement: await statementRoom(one, reference),
    disclosure: await disclosureOf(one, reference),
  }));
  const href = `/reports/${reference}`;
  const title = `${report.title} (${reference}) – Safe Harbour`;
  // An answer is written where one writes; the thread makes the move.
  const offers = report.moves.filter(({ move }) => move !== "give_information" && move !== "withdraw");
  const withdrawal = report.moves.filter(({ move }) => move === "withdraw");
  const credit = report.credits.find(({ mine }) => mine);
  const moving = {
    version: report.version,
    actionFor: (move: Move) => makeMove.bind(null, reference, move),
    href,
    title,
  };
  return (
    <div className="flex flex-col gap-8">
      <LiveNews reference={reference} />
      {claimed ? <Notice kind="success" title="This report is in your account now" live="status" /> : null}
      {refused ? (
        <Notice kind="error" title="The team was faster" live="alert">
          The report changed while this page was open. Nothing of yours was applied; below it stands as it is.
        </Notice>
      ) : null}
      {moved ? <Notice kind="success" title="Done. The team is told." live="status" /> : null}
      {split ? (
        <Notice
          kind="success"
          title={split === "no" ? "Your report stays as one. The team is told." : "Your report is split."}
          live="status"
        />
      ) : null}
      {undone ? (
        <Notice kind="success" title="Taken back. Nobody read it; what you wrote is your draft again." live="status" />
      ) : null}
      {kept ? <Notice kind="success" title="Kept as a draft, for you alone" live="status" /> : null}
      {filesWords(files) ? <Notice kind="success" title={filesWords(files) ?? ""} live="status" /> : null}
      {named ? <Notice kind="success" title="Your own reference is saved, for you alone" live="status" /> : null}
      {added ? <Notice kind="success" title="Added, and the team is told." live="status" /> : null}
      {returned?.guest ? <GuestMailReturned since={returned.since} zone={zone} /> : null}
      {returned && !returned.guest ? <OwnMailReturned since={returned.since} confirm={confirmAddressAgain} /> : null}
      <div className="flex flex-col gap-3">
        {guest ? null : <BackLink href="/reports">My reports</BackLink>}
        <PageHeading lead={report.programName}>
          <span className="[overflow-wrap:anywhere]">{report.title}</span>
        </PageHeading>
        <Reference reference={reference} />
        <SplitFamily split={report.split} base="/reports" />
      </div>
      <div className="grid gap-x-12 gap-y-12 lg:grid-cols-[minmax(0,1fr)_minmax(0,19rem)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Standing report={report} />
          {completes ? (
            <CompleteNotice action={completeNotice.bind(null, reference)} keptDays={keptDays(guest)} />
          ) : null}
          {report.split.proposal ? (
            <SplitQuestion
              proposal={report.split.proposal}
              zone={zone}
              yes={agreeToSplit.bind(null, reference)}
              no={declineSplit.bind(null, reference)}
              title={title}
            />
          ) : null}
          {offers.length > 0 ? (
            <section aria-labelledby="moves">
              <h2 id="moves" className="mb-3 text-xl font-semibold">
                What you can do
              </h2>
              <ReporterMoves {...moving} offers={offers} />
            </section>
          ) : null}
        </div>
        <section aria-labelledby="clocks">
          <h2 id="clocks" className="mb-3 text-lg font-semibold">
            Our times
          </h2>
          <ReporterClockList clocks={report.clocks} />
        </section>
        <div className="flex min-w-0 flex-col gap-12">
          <section aria-labelledby="messages">
            <h2 id="messages" className="mb-4 text-xl font-semibold">
              Messages
            </h2>
            <ReporterThread
              report={report}
              action={write.bind(null, "reporter", reference)}
              actions={messageActions("reporter", reference)}
              idempotencyKey={randomBytes(16).toString("base64url")}
              href={href}
              title={title}
              refusedFile={refusedFileIn(files)}
            />
          </section>
          <section aria-labelledby="timeline">
            <h2 id="timeline" className="mb-4 text-xl font-semibold">
              What happened so far
            </h2>
            <Timeline
              entries={report.timeline}
              zone={zone}
              base="/reports"
              earlierHref={report.earlierEvents ? `${href}?timeline=all#timeline` : undefined}
            />
          </section>
          <section aria-labelledby="files">
            <h2 id="files" className="mb-4 text-xl font-semibold">
              Files
            </h2>
            <FileList files={report.files} empty="You sent no files with this report." base={`${href}/messages`} />
          </section>
          <section aria-labelledby="as-sent">
            <h2 id="as-sent" className="mb-2 text-xl font-semibold">
              The report as you sent it
            </h2>
            <p className="mb-2 max-w-measure text-ink-soft">
              This never changes. What you add is kept beside it, each with its time.
            </p>
            <Disclosure summary="Show every answer">
              <ReportAsSent sections={report.sections} />
            </Disclosure>
            <WithheldAnswers withheld={report.withheld} zone={report.zone} />
            <div className="mt-5 flex flex-col items-start gap-5">
              <Additions additions={report.additions} zone={zone} />
              {report.mayAdd ? (
                <ButtonLink href={`${href}/add`} variant="secondary" size="compact">
                  Add information
                </ButtonLink>
              ) : null}
            </div>
          </section>
          <section aria-labelledby="disclosure">
            <h2 id="disclosure" className="mb-3 scroll-mt-4 text-xl font-semibold">
              Telling others
            </h2>
            <AskDisclosure
              disclosure={disclosure}
              zone={zone}
              title={title}
              ask={askToTell.bind(null, reference)}
              withdraw={takeQuestionBack.bind(null, reference)}
            />
          </section>
          <section aria-labelledby="another">
            <h2 id="another" className="mb-3 text-xl font-semibold">
              Found something else?
            </h2>
            <SendAnother action={startAnotherReport.bind(null, reference)} />
          </section>
          {withdrawal.length > 0 ? (
            <section aria-labelledby="withdraw">
              <h2 id="withdraw" className="mb-3 text-xl font-semibold">
                Changed your mind?
              </h2>
              <ReporterMoves {...moving} offers={withdrawal} />
            </section>
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-8">
          {report.severity.ours || report.severity.theirs ? (
            <section aria-labelledby="severity">
              <h2 id="severity" className="mb-3 text-lg font-semibold">
                How severe
              </h2>
              <SeverityBesides severity={report.severity} />
            </section>
          ) : null}
          <section aria-labelledby="policy">
            <h2 id="policy" className="mb-3 text-lg font-semibold">
              The policy that counts
            </h2>
            <PolicyPinNote report={report} />
          </section>
          <section id="own" aria-label="Your own reference" className="scroll-mt-4">
            <OwnReference text={report.ownReference} action={nameOwn.bind(null, reference)} title={title} />
          </section>
          <section aria-labelledby="keep">
            <h2 id="keep" className="mb-3 text-lg font-semibold">
              Yours to keep
            </h2>
            <ul className="flex flex-col">
              <Keep href={`${href}/receipt`}>Receipt</Keep>
              {statement.issued ? <Keep href={`${href}/statement`}>Compliance statement</Keep> : null}
              <Keep href={`${href}/export.json`}>Everything about this report (.json)</Keep>
              {guest ? <Keep href={`${href}/code`}>Receipt code: replace, claim, revoke or leave</Keep> : null}
              {credit ? <Keep href={`${href}/credit`}>{creditWords(credit)}</Keep> : null}
            </ul>
          </section>
        </div>
      </div>
      <title>{await answerTitle(title)}</title>
    </div>
  );
}

function Keep({ href, children }: { href: string; children: string }) {
  return (
    <li>
      <TextLink href={href} className="inline-block py-1 pointer-coarse:py-2.5">
        {children}
      </TextLink>
    </li>
  );
}

function creditWords({ wish, consent, text }: { wish: string; consent: string; text: string }): string {
  if (wish === "no") return "Credit: you want none";
  if (consent === "given") return "Credit: you agreed to a line";
  if (consent === "declined") return "Credit: you declined the line";
  return text === "" ? "Credit: say how" : "Credit: a line waits for your answer";
}

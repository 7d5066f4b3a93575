import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FilesToSend } from "@/components/attachments/files-to-send";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ProofField } from "@/components/guests/proof-field";
import { SendAsGuest } from "@/components/guests/send-as-guest";
import { BeforeSending } from "@/components/report-form/before-sending";
import { CheckSections } from "@/components/report-form/check-sections";
import { BackLink } from "@/components/ui/back-link";
import { ErrorSummary } from "@/components/ui/error-summary";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { listDraftFiles } from "@/lib/attachments/queries";
import { newChallenge } from "@/lib/guests/proof/mutations";
import { rewardOf } from "@/lib/policy/document";
import type { DraftView } from "@/lib/reports/drafts/types";
import { brokenSteps, type Journey } from "@/lib/reports/form/journey";
import { promisesAt } from "@/lib/reports/form/promises";
import { reportSections } from "@/lib/reports/form/summary";
import { requestContext } from "@/lib/request/context";
import { sendReport, sendReportAsGuest } from "../../actions";
import { openDraft } from "../../load";

type Props = { params: Promise<{ draftId: string }> };

const TITLE = "Check your answers";
const SEND_ID = "now-send-it";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { draftId } = await params;
  const { draft, journey } = await openDraft(draftId, `/report/${draftId}/check`, { showsCode: true });
  if (draft.sentAs !== null) return { title: { absolute: "" } };
  // With a form to send, the form itself carries the title.
  return { title: journey.next === null ? { absolute: "" } : `Error: ${TITLE}` };
}

export default async function CheckPage({ params }: Props) {
  const { draftId } = await params;
  const { draft, journey } = await openDraft(draftId, `/report/${draftId}/check`, { showsCode: true });
  const { actor } = await requestContext();
  const sent = draft.sentAs !== null;
  const broken = brokenSteps(journey);
  // A step that was never seen is simply the next one; one that no longer holds is listed with its questions.
  const unseen = journey.steps.find(({ seen }) => !seen);
  if (!sent && unseen && (broken.length === 0 || unseen.step === journey.next))
    redirect(`/report/${draftId}/${unseen.step}`);
  const { document } = draft.policy;
  const files = await listDraftFiles(await requestContext(), draftId);
  return (
    <div className="mx-auto flex max-w-form flex-col gap-4">
      {sent ? null : <BackLink href={`/report/${draftId}/agree`} />}
      {/* A guest's code stands in the answer to sending, where React finds the form again: its place must not move. */}
      <div className="flex flex-col gap-9">
        {sent ? null : <ErrorSummary errors={problemLinks(journey, draftId)} />}
        <div className="flex flex-col gap-2">
          <p className="text-ink-soft">{draft.programName}</p>
          <h1 className="font-heading text-3xl font-semibold">{sent ? "Report sent" : TITLE}</h1>
          {sent ? null : (
            <p className="text-sm text-ink-soft">
              Saved <When at={draft.savedAt} zone={draft.policy.calendar.zone} /> · not sent yet · only you can see this
            </p>
          )}
          {sent || journey.next !== null ? null : (
            <p className="mt-2 text-lg">
              All that is needed is here. Look it through, or{" "}
              <TextLink href={`#${SEND_ID}`}>go on to sending it</TextLink>.
            </p>
          )}
        </div>
        {sent ? null : (
          <BeforeSending
            document={document}
            answers={draft.answers}
            programSlug={draft.programSlug}
            contactHref={`/report/${draftId}/contact?return=check#email`}
          />
        )}
        {sent ? null : <CheckSections sections={reportSections(document, draft.answers)} draftId={draftId} />}
        {sent ? null : (
          <FilesToSend draftId={draftId} files={files} step={draft.protection === "https" ? "repro" : "details"} />
        )}
        {sent || journey.next === null ? (
          actor.kind === "guest" ? (
            <SendAsGuest action={sendReportAsGuest.bind(null, draftId)} title={`${TITLE} – Safe Harbour`}>
              {sent ? (
                <AlreadySent reference={draft.sentAs ?? ""} />
              ) : (
                <Send draft={draft} challenge={await newChallenge(new Date())} />
              )}
            </SendAsGuest>
          ) : (
            <ActionForm action={sendReport.bind(null, draftId)} title={`${TITLE} – Safe Harbour`}>
              <Send draft={draft} />
            </ActionForm>
          )
        ) : null}
      </div>
    </div>
  );
}

function problemLinks(journey: Journey, draftId: string) {
  return brokenSteps(journey).flatMap(({ step, problems }) =>
    problems.map(({ field, message }) => ({
      name: field,
      message,
      href: `/report/${draftId}/${step}${field === "scopeRationale" ? "?notice=scope&return=check" : "?return=check"}#${field}`,
    })),
  );
}

/** When the answer with the code cannot be made again. */
function AlreadySent({ reference }: { reference: string }) {
  return (
    <p>
      This report was sent. <TextLink href={`/reports/${reference}/receipt`}>To its receipt</TextLink>
    </p>
  );
}

/** For a guest with a challenge, of which the browser makes a proof of work. */
function Send({ draft, challenge }: { draft: DraftView; challenge?: string }) {
  const { document, calendar, version } = draft.policy;
  const promises = promisesAt(document, calendar, new Date(draft.now));
  const reward = rewardOf(document);
  return (
    <section
      id={SEND_ID}
      tabIndex={-1}
      aria-labelledby="send"
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5 sm:p-6"
    >
      <h2 id="send" className="text-xl font-semibold">
        Now send it
      </h2>
      <ul className="flex flex-col gap-1">
        {promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
      <p>
        It is sent under version {version} of the policy and kept encrypted: only you and the security team of{" "}
        {draft.programName} can read it.{" "}
        {draft.protection === "https" ? "" : "The encrypted part opens with the team’s own key alone, not here. "}You
        get a signed receipt
        {challenge
          ? " and, on the next page, a receipt code: with it you come back to your report. It is shown once"
          : ""}
        .
      </p>
      {reward ? <p className="text-ink-soft">{reward.summary}</p> : null}
      {challenge ? <ProofField challenge={challenge} /> : null}
      <div>
        <SubmitButton pendingText="Sending…">Send report</SubmitButton>
      </div>
    </section>
  );
}

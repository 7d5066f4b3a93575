import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { BeforeSending } from "@/components/report-form/before-sending";
import { CheckSections } from "@/components/report-form/check-sections";
import { BackLink } from "@/components/ui/back-link";
import { ErrorSummary } from "@/components/ui/error-summary";
import { When } from "@/components/ui/when";
import { rewardOf } from "@/lib/policy/document";
import type { DraftView } from "@/lib/reports/drafts/types";
import { brokenSteps, type Journey } from "@/lib/reports/form/journey";
import { promisesAt } from "@/lib/reports/form/promises";
import { reportSections } from "@/lib/reports/form/summary";
import { sendReport } from "../../actions";
import { openDraft } from "../../load";

type Props = { params: Promise<{ draftId: string }> };

const TITLE = "Check your answers";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { draftId } = await params;
  const { journey } = await openDraft(draftId, `/report/${draftId}/check`);
  // With a form to send, the form itself carries the title.
  return { title: journey.next === null ? { absolute: "" } : `Error: ${TITLE}` };
}

export default async function CheckPage({ params }: Props) {
  const { draftId } = await params;
  const { draft, journey } = await openDraft(draftId, `/report/${draftId}/check`);
  const broken = brokenSteps(journey);
  // A step that was never seen is simply the next one; one that no longer holds is listed with its questions.
  const unseen = journey.steps.find(({ seen }) => !seen);
  if (unseen && (broken.length === 0 || unseen.step === journey.next)) redirect(`/report/${draftId}/${unseen.step}`);
  const { document } = draft.policy;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-4">
      <BackLink href={`/report/${draftId}/agree`} />
      <div className="flex flex-col gap-9">
        <ErrorSummary errors={problemLinks(journey, draftId)} />
        <div className="flex flex-col gap-2">
          <p className="text-ink-soft">{draft.programName}</p>
          <h1 className="font-serif text-3xl font-semibold">{TITLE}</h1>
          <p className="text-sm text-ink-soft">
            Saved <When at={draft.savedAt} zone={draft.policy.calendar.zone} /> · not sent yet · only you can see this
          </p>
        </div>
        <BeforeSending document={document} answers={draft.answers} programSlug={draft.programSlug} />
        <CheckSections sections={reportSections(document, draft.answers)} draftId={draftId} />
        {journey.next === null ? <Send draft={draft} /> : null}
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

function Send({ draft }: { draft: DraftView }) {
  const { document, calendar, version } = draft.policy;
  const promises = promisesAt(document, calendar, new Date(draft.now));
  const reward = rewardOf(document);
  return (
    <section aria-labelledby="send" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5 sm:p-6">
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
        {draft.programName} can read it. You get a signed receipt.
      </p>
      {reward ? <p className="text-ink-soft">{reward.summary}</p> : null}
      <ActionForm action={sendReport.bind(null, draft.publicId)} title={`${TITLE} – Safe Harbour`}>
        <div>
          <SubmitButton pendingText="Sending…">Send report</SubmitButton>
        </div>
      </ActionForm>
    </section>
  );
}

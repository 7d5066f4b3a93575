import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { FileField } from "@/components/attachments/file-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { SendAsGuest } from "@/components/guests/send-as-guest";
import { KeyFacts } from "@/components/pgp/key-facts";
import { AskedFields } from "@/components/report-form/asked-fields";
import { EncryptHere } from "@/components/report-form/encrypt-here";
import { EncryptedPart } from "@/components/report-form/encrypted-part";
import { ExposureNotice } from "@/components/report-form/exposure-notice";
import { MarkdownPreview } from "@/components/report-form/markdown-preview";
import { ReportStepForm } from "@/components/report-form/report-step-form";
import { ScopeNotice } from "@/components/report-form/scope-notice";
import { StepAside } from "@/components/report-form/step-aside";
import { StepButtons } from "@/components/report-form/step-buttons";
import { StepHead } from "@/components/report-form/step-head";
import { BackLink } from "@/components/ui/back-link";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { contactPrefill } from "@/lib/accounts/queries";
import { REFUSALS, refusalSentence } from "@/lib/attachments/accepted";
import { listDraftFiles } from "@/lib/attachments/queries";
import { creditPrefill } from "@/lib/credit/queries";
import { readPublicKey } from "@/lib/pgp/read-key";
import { usableKeyOf } from "@/lib/program-keys/queries";
import { heldPage, holdGrant } from "@/lib/reports/drafts/held/mutations";
import type { Answers, Step } from "@/lib/reports/form/answers";
import { isStep } from "@/lib/reports/form/answers";
import type { Field } from "@/lib/reports/form/fields";
import { canVisit, needsNotice, stepBefore } from "@/lib/reports/form/journey";
import { asTyped } from "@/lib/reports/form/judge";
import { encryptedForms, fieldsOn, type Part, stepForm } from "@/lib/reports/form/report-form";
import { readForm } from "@/lib/reports/form/schema";
import { askedOfGuest } from "@/lib/reports/form/steps/contact";
import { requestContext } from "@/lib/request/context";
import { sendUrgentlyFrom } from "../../../urgent/actions";
import { saveStep } from "../../actions";
import { openDraft } from "../../load";

const FORM_ID = "step";

type Props = {
  params: Promise<{ draftId: string; step: string }>;
  searchParams: Promise<{
    notice?: string;
    return?: string;
    note?: string;
    held?: string;
    files?: string;
    preview?: string;
  }>;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { draftId, step } = await params;
  if (!isStep(step)) notFound();
  const { draft } = await openDraft(draftId, `/report/${draftId}/${step}`);
  const { notice } = await searchParams;
  if (step === "exposure" && notice === step && needsNotice(step, draft.answers)) return { title: { absolute: "" } };
  // The form carries its title, so that errors reach it without scripts.
  return { title: { absolute: "" } };
}

export default async function ReportStepPage({ params, searchParams }: Props) {
  const { draftId, step } = await params;
  const query = await searchParams;
  if (!isStep(step)) notFound();
  const { draft, journey, lookups } = await openDraft(draftId, `/report/${draftId}/${step}`);
  if (!canVisit(journey, step)) redirect(`/report/${draftId}/${journey.next ?? "check"}`);

  const changing = query.return === "check";
  const { document } = draft.policy;
  const form = stepForm(document, step, draft.protection);
  const part = query.notice === step && needsNotice(step, draft.answers) ? "notice" : "step";
  const guest = (await requestContext()).actor.kind === "guest";
  const fields = guest ? askedOfGuest(fieldsOn(form, part)) : fieldsOn(form, part);
  const here = `/report/${draftId}/${step}${changing ? "?return=check" : ""}`;
  const touched = form.fields.some(({ name }) => draft.answers[name] !== undefined);
  const held = query.held === "1" ? await heldAnswers(draftId, step, part, fields) : null;
  const answers = { ...(touched ? {} : await known(step)), ...draft.answers, ...held?.answers };

  const encrypted = step === "details" && draft.protection !== "https" ? draft.protection : null;
  const programKey = encrypted ? await usableKeyOf(await requestContext(), draft.programSlug) : null;

  if (part === "notice" && step === "exposure") {
    const next = changing ? (journey.next ?? "check") : "product";
    return (
      <ExposureNotice
        document={document}
        backHref={here}
        nextHref={`/report/${draftId}/${next}`}
        notice={
          <SendAsGuest
            action={sendUrgentlyFrom.bind(null, draftId)}
            title="Stop testing here – Safe Harbour"
            sentTitle="Your urgent notice was received"
          >
            <div>
              <SubmitButton pendingText="Sending…">Send an urgent notice now</SubmitButton>
            </div>
          </SendAsGuest>
        }
      />
    );
  }
  const holdsFiles = part === "step" && (encrypted !== null || step === "repro");
  const attached = holdsFiles ? await listDraftFiles(await requestContext(), draftId) : null;
  const refusal = REFUSALS.find((known) => known === query.files);
  const refused = refusal ? refusalSentence(refusal, "The file you chose") : null;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-4">
      <BackLink
        href={part === "notice" ? here : backHref(draftId, stepBefore(journey, step), draft.programSlug, changing)}
      />
      {query.note === "stripped" ? (
        <Notice kind="info" title="We removed a user name or password from an address you entered" live="status" />
      ) : null}
      {held ? (
        <Notice kind="info" title={draft.guest ? "Your draft is here now" : "You are signed in again"} live="status">
          {draft.guest ? "What was typed in the other browser" : "What you had typed"} stands below. Continue to keep
          it.
        </Notice>
      ) : null}
      {attached ? <FileNews kept={query.files} /> : null}
      {attached && refused ? <ErrorSummary errors={[{ name: "files", message: refused }]} /> : null}
      {encrypted ? (
        <div className="mb-5 flex flex-col gap-6">
          <StepHead step={step} journey={journey} title={form.title} context={draft.programName} />
          <EncryptedPart protection={encrypted} programKey={programKey} programSlug={draft.programSlug}>
            {encrypted === "browser" && programKey ? (
              <EncryptHere
                forms={encryptedForms(document)}
                armoredKey={programKey.armored}
                today={lookups.today}
                now={draft.now}
                formId={FORM_ID}
                alreadyMade={Boolean(draft.answers.encryptedMessage)}
              />
            ) : null}
          </EncryptedPart>
        </div>
      ) : null}
      <ReportStepForm
        id={FORM_ID}
        key={`${step}-${part}`}
        action={saveStep.bind(null, { draftId, step, part, changing })}
        fields={fields}
        known={Object.fromEntries(
          form.fields
            .filter(({ name }) => !fields.some((field) => field.name === name))
            .map(({ name }) => [name, draft.answers[name]]),
        )}
        today={lookups.today}
        title={`${part === "notice" ? "This is usually out of scope" : form.title} – Safe Harbour`}
        hidden={{
          _rev: String(held?.rev ?? draft.rev),
          _part: part,
          _grant: holdGrant(draftId),
          ...(held ? { _held: "1" } : {}),
          ...Object.fromEntries(
            fields.flatMap((field) => (field.kind === "hidden" ? [[field.name, field.expected]] : [])),
          ),
        }}
      >
        {encrypted ? null : part === "notice" ? (
          <ScopeNotice document={document} answers={draft.answers} programSlug={draft.programSlug} />
        ) : (
          <StepHead
            step={step}
            journey={journey}
            title={fields[0]?.label === form.title ? null : form.title}
            context={draft.programName}
          />
        )}
        <StepAside place="before" step={part === "step" ? step : null} draft={draft} />
        {encrypted === "browser" && programKey ? (
          // Filled by the script; without one it takes a message made elsewhere.
          <div className="contents [@media(scripting:enabled)]:[&_[data-asks]:has(#encryptedMessage)]:hidden">
            <AskedFields fields={fields} answers={answers} />
          </div>
        ) : (
          <AskedFields
            fields={fields}
            answers={answers}
            heading={form.title}
            // What is encrypted in the browser is not sent for the sake of a preview either.
            preview={
              draft.protection === "https" ? (
                <MarkdownPreview shown={query.preview ?? null} text={answers.details ?? ""} />
              ) : null
            }
          />
        )}
        {attached ? (
          <FileField
            draftId={draftId}
            files={attached}
            error={refused}
            changing={changing}
            encrypted={
              encrypted && {
                armoredKey: encrypted === "browser" ? (programKey?.armored ?? null) : null,
                now: draft.now,
              }
            }
          />
        ) : null}
        <StepAside place="after" step={part === "step" && encrypted !== "armoured" ? step : null} draft={draft} />
        {step === "contact" && draft.answers.pgpKey ? (
          <GivenKey armored={draft.answers.pgpKey} now={draft.now} zone={draft.policy.calendar.zone} />
        ) : null}
        <StepButtons
          savedAt={draft.rev > 1 ? draft.savedAt : null}
          zone={draft.policy.calendar.zone}
          // What an encrypted report says is never sent before the browser has encrypted it.
          autosaveUrl={
            draft.protection !== "https" && step === "details" ? null : `/report/${draftId}/${step}/autosave`
          }
          unsaved={held !== null}
          later={encrypted !== "browser"}
          sendNowHref={
            step !== "exposure" && needsNotice("exposure", draft.answers)
              ? `/report/${draftId}/exposure?notice=exposure`
              : null
          }
          reviewHref={journey.next === null ? `/report/${draftId}/check` : null}
        />
      </ReportStepForm>
    </div>
  );
}

/** What was sent from this page after the session had ended, for its fields; its revision with it. */
async function heldAnswers(draftId: string, step: Step, part: Part, fields: readonly Field[]) {
  const held = await heldPage(await requestContext(), draftId);
  if (held === null || held.step !== step || held.part !== part) return null;
  return { rev: held.rev, answers: asTyped(fields, readForm(fields, held.values).raw) };
}

/** What became of a form without scripts that brought or removed a file. */
function FileNews({ kept }: { kept: string | undefined }) {
  if (kept === "kept") return <Notice kind="success" title="Uploaded, and what you typed is saved" live="status" />;
  if (kept === "rewritten") {
    return <Notice kind="success" title="The picture is written anew without that" live="status" />;
  }
  if (kept === "removed") return <Notice kind="success" title="The file is removed" live="status" />;
  return null;
}

/** What the key of this step amounts to, for its owner to compare. */
async function GivenKey({ armored, now, zone }: { armored: string; now: string; zone: string }) {
  const read = await readPublicKey(armored, new Date(now));
  if (!read.ok) return null;
  return (
    <section aria-labelledby="given-key" className="flex flex-col gap-3 border-s-2 border-line-strong ps-4">
      <h2 id="given-key" className="font-semibold">
        The key you gave
      </h2>
      <KeyFacts {...read.key} zone={zone} />
    </section>
  );
}

/** Nothing is asked twice: what the account knows already stands in a step that was not seen yet. */
async function known(step: Step): Promise<Answers> {
  const ctx = await requestContext();
  if (ctx.actor.kind === "guest") return {};
  if (step === "credit") return creditPrefill(ctx);
  if (step !== "contact") return {};
  const contact = await contactPrefill(ctx);
  return {
    identity: "details",
    contactName: contact.name,
    email: contact.email,
    group: contact.group,
    jobTitle: contact.title,
    pgpKey: contact.pgpKey,
  };
}

function backHref(draftId: string, before: Step | null, programSlug: string, changing: boolean): string {
  if (changing) return `/report/${draftId}/check`;
  return before === null ? `/report?program=${programSlug}` : `/report/${draftId}/${before}`;
}

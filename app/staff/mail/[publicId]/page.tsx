import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { MailReasonTag } from "@/components/mail-in/reason-tag";
import { MailSignature } from "@/components/mail-in/signature";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { BackLink } from "@/components/ui/back-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { When } from "@/components/ui/when";
import { bytesInWords } from "@/lib/attachments/accepted";
import { staffMail } from "@/lib/mail-in/queries";
import { OPEN_STATES } from "@/lib/mail-in/vocabulary";
import { MAIL_REASON_WORDS } from "@/lib/mail-in/words";
import { deskContext, orNotFound } from "../../desk";
import { acceptAction, discardAction, putAction } from "../actions";

type Props = { params: Promise<{ publicId: string }> };

async function load({ params }: Props) {
  const { publicId } = await params;
  const ctx = await deskContext(`/staff/mail/${encodeURIComponent(publicId)}`);
  return orNotFound(staffMail(ctx, publicId));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { subject } = await load(props);
  return { title: `${subject}, mail` };
}

export default async function StaffMailPage(props: Props) {
  const mail = await load(props);
  const path = `/staff/mail/${mail.publicId}`;
  const version = String(mail.version);
  const open = OPEN_STATES.includes(mail.state);
  return (
    <div className="flex max-w-form flex-col gap-6">
      <BackLink href="/staff/mail">Mail</BackLink>
      <PageHeading face="sans">{mail.subject}</PageHeading>
      <div className="flex flex-wrap items-center gap-3 text-ink-soft">
        {open ? null : <MailReasonTag state={mail.state} reason={mail.reason} />}
        <span>
          {mail.programName} · received <When at={mail.receivedAt} zone={mail.zone} />
        </span>
      </div>
      {mail.reason && open ? (
        <Notice kind={mail.reason === "poses_as_staff" ? "error" : "info"} title={MAIL_REASON_WORDS[mail.reason].short}>
          {MAIL_REASON_WORDS[mail.reason].sentence}
        </Notice>
      ) : null}
      {mail.note ? (
        <Notice kind="info" title="Put away">
          {mail.note}
        </Notice>
      ) : null}
      <DefinitionList
        items={[
          { term: "Says it is from", description: <span className="[overflow-wrap:anywhere]">{mail.from}</span> },
          { term: "Sender", description: mail.verified ? "Verified by a signature of its domain" : "Not verified" },
          ...(mail.signature ? [{ term: "Signature", description: <MailSignature signature={mail.signature} /> }] : []),
          {
            term: "Files",
            description:
              mail.files.length === 0
                ? "None"
                : mail.files.map(({ name, size }) => `${name} (${bytesInWords(size)})`).join(", "),
          },
          {
            term: "As it came",
            description: (
              // A file to save, not a page to go to.
              <a href={`${path}/mail.eml`} download className="text-link underline">
                Save the mail, {bytesInWords(mail.size)}
              </a>
            ),
          },
        ]}
      />
      <section aria-labelledby="text" className="flex flex-col gap-3">
        <h2 id="text" className="text-lg font-semibold">
          Text
        </h2>
        <pre className="rounded-md border border-line bg-sunken p-4 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
          {mail.encrypted ?? (mail.text.trim() || "This mail has no text.")}
        </pre>
        <p className="text-ink-soft">Text alone: no picture of it is fetched and no link in it can be followed here.</p>
      </section>
      {open ? (
        <section aria-labelledby="settle" className="flex flex-col gap-6 border-t border-line pt-6">
          <h2 id="settle" className="text-lg font-semibold">
            What is it?
          </h2>
          <ActionForm
            action={acceptAction.bind(null, mail.publicId)}
            hidden={{ version }}
            className="flex flex-col gap-3 border-s-2 border-accent ps-4"
          >
            <ReloadAfterConflict href={path} what="the mail" />
            <p>
              <strong className="font-semibold">A new report.</strong> Its clocks run from when the mail was received.{" "}
              {mail.verified
                ? null
                : "It is marked as sent by somebody unproven; what you answer goes to the address it names."}
            </p>
            <div>
              <SubmitButton pendingText="Making a report…">Make it a report</SubmitButton>
            </div>
          </ActionForm>
          <ActionForm
            action={putAction.bind(null, mail.publicId)}
            hidden={{ version }}
            className="flex flex-col gap-3 border-s-2 border-note ps-4"
          >
            <p>
              <strong className="font-semibold">It belongs to a report.</strong> It is put there as an internal note:
              only the team reads it, no clock moves, and nobody is taken for its writer.
            </p>
            <TextField
              name="reference"
              label="Reference of the report"
              defaultValue={mail.names ?? ""}
              spellCheck={false}
            />
            <div>
              <SubmitButton variant="secondary" pendingText="Putting it there…">
                Put it with the report
              </SubmitButton>
            </div>
          </ActionForm>
          {mail.state === "discarded" ? null : (
            <Disclosure summary="It is nothing for us">
              <ActionForm
                action={discardAction.bind(null, mail.publicId)}
                hidden={{ version }}
                className="mt-3 flex flex-col gap-3"
              >
                <TextAreaField
                  name="reason"
                  label="Why"
                  hint="Kept with the mail, for the team"
                  rows={2}
                  limit={1000}
                />
                <div>
                  <SubmitButton variant="secondary" pendingText="Putting it away…">
                    Put it away
                  </SubmitButton>
                </div>
              </ActionForm>
            </Disclosure>
          )}
        </section>
      ) : null}
    </div>
  );
}

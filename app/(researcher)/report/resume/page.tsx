import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { accountOf } from "@/lib/auth/policy";
import { DRAFT_LINK_MINUTES, DRAFT_LINK_SENTENCES } from "@/lib/guests/resume/link";
import { draftLinkState } from "@/lib/guests/resume/queries";
import { requestContext } from "@/lib/request/context";
import { askForLinks, openLink, renewLink } from "./actions";

// The form carries the title, so that errors reach it without scripts.
export const metadata: Metadata = { title: { absolute: "" } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const TITLE = "Continue a draft";
const SAID: Record<string, { title: string; more: string }> = {
  asked: {
    title: "Look into your mail",
    more: `If a draft waits for this address, a link to it is on its way. It works for ${DRAFT_LINK_MINUTES} minutes.`,
  },
  renewed: {
    title: "Look into your mail",
    more: `A new link is on its way to the same address, if the draft is still there. It works for ${DRAFT_LINK_MINUTES} minutes.`,
  },
  moved: {
    title: "This draft is open in another browser now",
    more: "What you just sent is kept beside it for an hour: a link to the draft, opened within that hour, brings it back into its page.",
  },
};

/** The way back into a guest's draft. Opening a mailed link changes nothing until the button is pressed. */
export default async function ResumePage({ searchParams }: Props) {
  const { token, said } = await searchParams;
  const ctx = await requestContext();
  if (ctx.actor.kind === "pending") redirect(`/mfa?next=${encodeURIComponent("/report")}`);
  const news = typeof said === "string" ? SAID[said] : undefined;
  const state = typeof token === "string" ? await draftLinkState(ctx, token) : null;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-8">
      {news ? (
        <Notice kind={said === "moved" ? "warning" : "success"} live="status" title={news.title}>
          {news.more}
        </Notice>
      ) : null}
      {typeof token === "string" && state === "usable" ? (
        <ActionForm action={openLink} hidden={{ token }} title={`${TITLE} – Safe Harbour`}>
          <PageHeading
            lead={
              accountOf(ctx.actor) === null
                ? "One press, and the draft opens here. The link is used up by it, and the browser that had the draft so far has it no longer."
                : "One press, and the draft moves into your account: it then opens wherever you are signed in, and no longer in the browser that it was begun in."
            }
          >
            {TITLE}
          </PageHeading>
          <div>
            <SubmitButton pendingText="Opening…">
              {accountOf(ctx.actor) === null ? "Open the draft in this browser" : "Take it into my account"}
            </SubmitButton>
          </div>
        </ActionForm>
      ) : typeof token === "string" && state !== null && state !== "usable" && state !== "unknown" ? (
        <ActionForm action={renewLink} hidden={{ token }} title={`${TITLE} – Safe Harbour`}>
          <PageHeading lead={DRAFT_LINK_SENTENCES[state]}>The draft was not opened</PageHeading>
          <div>
            <SubmitButton pendingText="Asking…">Mail me a new link</SubmitButton>
          </div>
        </ActionForm>
      ) : (
        <ActionForm action={askForLinks} title={`${TITLE} – Safe Harbour`}>
          <PageHeading
            lead={
              state === "unknown"
                ? DRAFT_LINK_SENTENCES.unknown
                : "For drafts begun without an account. We mail a link to the address that you gave while writing."
            }
          >
            {state === "unknown" ? "The draft was not opened" : TITLE}
          </PageHeading>
          <TextField name="email" label="E-mail address" type="email" autoComplete="email" spellCheck={false} />
          <div>
            <SubmitButton pendingText="Asking…">Mail me a link</SubmitButton>
          </div>
        </ActionForm>
      )}
      <section aria-labelledby="otherwise" className="flex flex-col gap-3 border-t border-line pt-6">
        <h2 id="otherwise" className="text-xl font-semibold">
          If no mail comes
        </h2>
        <ul className="flex list-disc flex-col gap-2 ps-6">
          <li>
            You gave no address while writing: the draft opens only in the browser it was begun in, under{" "}
            <TextLink href="/report">your drafts</TextLink>.
          </li>
          <li>
            You sent the report already: <TextLink href="/track">follow it</TextLink> with its receipt code.
          </li>
          <li>Three links an hour go to one address; look among unwanted mail, or wait a while.</li>
        </ul>
      </section>
    </div>
  );
}

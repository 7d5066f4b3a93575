import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/policy";
import { onCallSettings } from "@/lib/programs/on-call/queries";
import type { OnCallSettings } from "@/lib/programs/on-call/types";
import { answerTitle } from "@/lib/request/answer-title";
import { deskContext, orNotFound, address as pageAddress, type SearchParams, single } from "../../desk";
import { endOnCall, saveOnCall, tryOnCall } from "./actions";

const TITLE = "On call";
const SAID: Record<string, string> = {
  set: "The address is on call, and a test mail is on its way to it",
  cleared: "Nobody is on call",
  tested: "A test mail is on its way",
};

type Props = { searchParams: SearchParams };

async function readSettings(searchParams: SearchParams): Promise<{ settings: OnCallSettings; others: string[] }> {
  const program = single((await searchParams).program);
  const ctx = await deskContext(pageAddress("/staff/settings/on-call", { program }));
  const mine = ctx.actor.memberships.filter((membership) => can(ctx.actor, "on_call.change", membership));
  const slugs = [...new Set(mine.map(({ programSlug }) => programSlug))];
  const slug = program ?? slugs[0];
  if (slug === undefined) notFound();
  return {
    settings: await orNotFound(onCallSettings(ctx, slug)),
    others: slugs.filter((other) => other !== slug),
  };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await readSettings(searchParams);
  // The page and its forms say the title, so that errors reach it without scripts.
  return { title: { absolute: "" } };
}

/** Whom an urgent notice of exposed data wakes, at any time of day. */
export default async function OnCallPage({ searchParams }: Props) {
  const { settings, others } = await readSettings(searchParams);
  const { address, known, programName, programSlug, stepUp } = settings;
  const said = SAID[single((await searchParams).said) ?? ""];
  const title = `${TITLE} – Safe Harbour`;
  return (
    <div className="flex max-w-measure flex-col gap-8">
      {said ? <Notice kind="success" title={said} live="status" /> : null}
      <PageHeading
        face="sans"
        lead={`${programName}: the address that an urgent notice of exposed data wakes, at any time of day. Mails there say a reference and a link, never what was found.`}
      >
        {TITLE}
      </PageHeading>
      <section aria-labelledby="now" className="flex flex-col gap-4">
        <h2 id="now" className="text-lg font-semibold">
          {address === null ? "Nobody is on call" : "On call now"}
        </h2>
        {address === null ? null : <p className="font-mono [overflow-wrap:anywhere]">{address}</p>}
        <Besides settings={settings} />
        {address === null ? null : (
          <ActionForm action={tryOnCall.bind(null, programSlug)} titleIfWrong={title}>
            <div>
              <SubmitButton variant="secondary" size="compact" pendingText="Sending…">
                Send a test mail
              </SubmitButton>
            </div>
          </ActionForm>
        )}
      </section>
      <section aria-labelledby="change" className="flex flex-col gap-4">
        <h2 id="change" className="text-lg font-semibold">
          {address === null ? "Set an address" : "Change it"}
        </h2>
        <ActionForm action={saveOnCall.bind(null, programSlug)} hidden={{ known }} titleIfWrong={title} scope="set">
          <TextField
            name="address"
            label="Address on call"
            type="email"
            hint="A mailbox that wakes somebody at night, for example the one of a pager; kept encrypted"
            autoComplete="off"
            spellCheck={false}
          />
          <StepUpFields means={stepUp} />
          <div>
            <SubmitButton pendingText="Saving…">Put it on call and send a test</SubmitButton>
          </div>
        </ActionForm>
        {address === null ? null : (
          <Disclosure summary="Have nobody on call">
            <ActionForm action={endOnCall.bind(null, programSlug)} hidden={{ known }} titleIfWrong={title} scope="end">
              <CheckboxField
                name="confirmed"
                label="Urgent notices shall be mailed to privacy officers alone"
                hint="The address that was on call is told so"
              />
              <StepUpFields means={stepUp} />
              <div>
                <SubmitButton variant="danger">Take the address off call</SubmitButton>
              </div>
            </ActionForm>
          </Disclosure>
        )}
      </section>
      {others.length > 0 ? (
        <p>
          Other programs:{" "}
          {others.map((slug) => (
            <TextLink key={slug} href={pageAddress("/staff/settings/on-call", { program: slug })}>
              {slug}
            </TextLink>
          ))}
        </p>
      ) : null}
      <title>{await answerTitle(title)}</title>
    </div>
  );
}

function Besides({ settings: { address, privacyOfficers } }: { settings: OnCallSettings }) {
  if (privacyOfficers === 0) {
    return (
      <Notice kind="warning" title="This program has no privacy officer">
        {address === null
          ? "Nobody is mailed when exposed data is reported, and nobody could open the notice. Have an admin invite one."
          : "The address is mailed, but nobody could open the notice. Have an admin invite one."}
      </Notice>
    );
  }
  const people = privacyOfficers === 1 ? "The privacy officer is" : `All ${privacyOfficers} privacy officers are`;
  return (
    <p className="text-ink-soft">
      {people} mailed {address === null ? "at their own address." : "too."}
    </p>
  );
}

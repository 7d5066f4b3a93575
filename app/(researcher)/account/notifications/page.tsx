import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, SelectField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { type Choices, type ChosenEvent, UNCHOSEN, type Way } from "@/lib/notifications/choices";
import { ownChoices } from "@/lib/notifications/chosen/queries";
import { inboxField } from "@/lib/notifications/schema";
import { signedInContext } from "@/lib/request/signed-in";
import { saveChoices } from "./actions";

export const metadata: Metadata = { title: "Notifications" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const WAY_WORDS: readonly { value: Way; label: string }[] = [
  { value: "mail", label: "By mail, at once" },
  { value: "digest", label: "By mail, once a day" },
  { value: "none", label: "No mail" },
];

const OWN: readonly [ChosenEvent, string][] = [
  ["reporter.message", "The team writes to you"],
  ["reporter.question", "The team needs something from you"],
  ["reporter.status", "The status of your report changes"],
  ["reporter.credit", "News about your credit"],
];
const TEAM: readonly [ChosenEvent, string][] = [
  ["staff.received", "A report arrives"],
  ["staff.message", "A reporter writes"],
  ["staff.addition", "A reporter adds information"],
  ["staff.appeal", "A reporter appeals"],
  ["staff.watched", "The team writes or decides in a report that you follow"],
  ["staff.mention", "A colleague mentions you in an internal note"],
];

/** Per event: whether it comes into the inbox of the portal, and whether it is mailed at once, once a day, or not. */
export default async function NotificationsPage({ searchParams }: Props) {
  const { saved } = await searchParams;
  const { choices, staff } = await ownChoices(await signedInContext("/account/notifications"));
  return (
    <div className="flex max-w-form flex-col gap-8">
      {saved ? <Notice kind="success" title="Your choices are saved" live="status" /> : null}
      <AccountNav here="/account/notifications" />
      <PageHeading lead="The page of a report always shows what is new on it. Choose what comes into your inbox here, and what you are mailed besides. Mails carry a reference and a link, never what a report says.">
        Notifications
      </PageHeading>
      <ActionForm action={saveChoices} className="flex flex-col gap-8">
        <Events title="Your own reports" events={OWN} choices={choices} />
        {staff ? <Events title="Reports to your programs" events={TEAM} choices={choices} /> : null}
        <p className="text-ink-soft">
          Always mailed at once: that a report of yours was received, {staff ? "urgent notices of exposed data, " : ""}
          and what concerns the safety of your account.
        </p>
        <div>
          <SubmitButton pendingText="Saving…">Save</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

function Events(props: { title: string; events: readonly [ChosenEvent, string][]; choices: Choices }) {
  return (
    <section aria-label={props.title} className="flex flex-col gap-6">
      <h2 className="text-xl font-semibold">{props.title}</h2>
      {props.events.map(([event, label]) => (
        <fieldset key={event} aria-label={label} className="grid items-end gap-x-8 gap-y-1 sm:grid-cols-2">
          <SelectField
            name={event}
            label={label}
            defaultValue={(props.choices[event] ?? UNCHOSEN).way}
            options={WAY_WORDS}
          />
          <CheckboxField
            name={inboxField(event)}
            label="In my inbox"
            defaultChecked={(props.choices[event] ?? UNCHOSEN).inbox}
          />
        </fieldset>
      ))}
    </section>
  );
}

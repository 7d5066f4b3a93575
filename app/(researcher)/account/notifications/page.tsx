import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { Choices, ChosenEvent, Way } from "@/lib/notifications/choices";
import { ownChoices } from "@/lib/notifications/chosen/queries";
import { signedInContext } from "@/lib/request/signed-in";
import { saveChoices } from "./actions";

export const metadata: Metadata = { title: "Notifications" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const WAY_WORDS: readonly { value: Way; label: string }[] = [
  { value: "mail", label: "By mail, at once" },
  { value: "digest", label: "By mail, once a day" },
  { value: "none", label: "Only in the portal" },
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
];

/** Per event: mailed at once, once a day together, or shown in the portal alone. */
export default async function NotificationsPage({ searchParams }: Props) {
  const { saved } = await searchParams;
  const { choices, staff } = await ownChoices(await signedInContext("/account/notifications"));
  return (
    <div className="flex max-w-form flex-col gap-8">
      {saved ? <Notice kind="success" title="Your choices are saved" live="status" /> : null}
      <AccountNav here="/account/notifications" />
      <PageHeading lead="The portal shows you everything that is new. Choose what you want to be mailed besides. Mails carry a reference and a link, never what a report says.">
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
        <SelectField
          key={event}
          name={event}
          label={label}
          defaultValue={props.choices[event] ?? "mail"}
          options={WAY_WORDS}
        />
      ))}
    </section>
  );
}

import { CheckboxesField, TextField } from "@/components/forms/fields";
import { WEBHOOK_EVENTS, type WebhookEvent } from "@/lib/webhooks/vocabulary";
import { WEBHOOK_EVENT_WORDS } from "@/lib/webhooks/words";

/** Where an endpoint is, and what it hears of. */
export function EndpointFields({
  url = "",
  events = WEBHOOK_EVENTS,
}: {
  url?: string;
  events?: readonly WebhookEvent[];
}) {
  return (
    <>
      <TextField
        name="url"
        label="Address"
        type="url"
        hint="https, on the internet. It is kept encrypted, for many such addresses hold a secret"
        defaultValue={url}
        autoComplete="off"
        spellCheck={false}
        mono
      />
      <CheckboxesField
        name="events[]"
        label="Events"
        hint="An event says its type, the program, the reference of the report and the time. Never a title, a text, a severity or a name"
        options={WEBHOOK_EVENTS.map((value) => ({ value, label: WEBHOOK_EVENT_WORDS[value], hint: value }))}
        defaultValue={events}
      />
    </>
  );
}

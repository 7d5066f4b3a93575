import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { When } from "@/components/ui/when";

/** To somebody whose own mail comes back: what they miss, and how it ends. */
export function OwnMailReturned({ since, confirm }: { since: string; confirm: FormAction<undefined> }) {
  return (
    <Notice kind="warning" title="Mail to your address comes back">
      <p className="mb-3">
        Since <When at={since} zone="UTC" />, so we send none: news stands on these pages alone. Once your mailbox takes
        mail again, confirm the address, and what waited is sent.
      </p>
      <ActionForm
        action={confirm}
        successMessage="A link is on its way. Open it, and mail is sent again."
        className="flex flex-col gap-3"
      >
        <div>
          <SubmitButton variant="secondary" size="compact" pendingText="Sending…">
            Send a link to confirm the address
          </SubmitButton>
        </div>
      </ActionForm>
    </Notice>
  );
}

/** To a guest, who has no account to confirm an address with. */
export function GuestMailReturned({ since, zone }: { since: string; zone: string }) {
  return (
    <Notice kind="warning" title="Mail to your address comes back">
      Since <When at={since} zone={zone} />, so we send none: look here for news. Write here when your mailbox takes
      mail again, and the team sends it on.
    </Notice>
  );
}

/** To the team: the reporter hears nothing by mail, and may not know that we wait for them. */
export function ReporterMailReturned({
  since,
  guest,
  zone,
  tryAgain,
}: {
  since: string;
  guest: boolean;
  zone: string;
  tryAgain: FormAction<undefined>;
}) {
  return (
    <Notice kind="warning" title="Mail to the reporter comes back">
      <p>
        Since <When at={since} zone={zone} />, so none is sent: they read what you write only when they come here by
        themselves. {guest ? null : "It ends when they confirm their address again."}
      </p>
      {guest ? (
        <ActionForm action={tryAgain} className="mt-3 flex flex-col gap-3">
          <div>
            <SubmitButton variant="secondary" size="compact" pendingText="Trying…">
              Try their address again
            </SubmitButton>
          </div>
        </ActionForm>
      ) : null}
    </Notice>
  );
}

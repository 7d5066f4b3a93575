import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { When } from "@/components/ui/when";
import type { CreditView } from "@/lib/reports/types";
import { CreditPreview } from "./credit-preview";

/** The exact line, and the party's own answer to it. An answer can be taken back until something is published. */
export function CreditAnswer({
  credit,
  zone,
  action,
  title,
  reloadHref,
}: {
  credit: CreditView;
  zone: string;
  action: FormAction<undefined>;
  title: string;
  reloadHref: string;
}) {
  if (credit.text === "") return <p>There is no line to agree to yet. Say below how you want to be named.</p>;
  return (
    <div className="flex flex-col gap-4">
      <Answered credit={credit} zone={zone} />
      <CreditPreview id="line-to-answer" title="As it would print" credit={credit} />
      <ActionForm action={action} titleIfWrong={title} className="flex flex-col gap-3">
        <ReloadAfterConflict href={reloadHref} />
        <div className="flex flex-wrap gap-3">
          {credit.consent === "given" ? null : (
            <SubmitButton name="consent" value="given" variant={credit.consent === "pending" ? "primary" : "secondary"}>
              I agree to this line
            </SubmitButton>
          )}
          {credit.consent === "declined" ? null : (
            <SubmitButton name="consent" value="declined" variant="secondary">
              {credit.consent === "given" ? "Take my agreement back" : "I decline"}
            </SubmitButton>
          )}
        </div>
        <p className="text-sm text-ink-soft">
          Without your agreement to exactly this line nothing of it is printed. You can change your answer until a CVE
          record or an advisory is published.
        </p>
      </ActionForm>
    </div>
  );
}

function Answered({ credit, zone }: { credit: CreditView; zone: string }) {
  if (credit.consent === "pending" || credit.consentAt === null) {
    return <p>You have not answered yet. This is the line as it would print:</p>;
  }
  if (credit.consent === "defaulted") {
    return (
      <p>
        You were asked and did not answer by <When at={credit.consentAt} zone={zone} />, so the line is as you wished
        it. You can still agree to it or decline.
      </p>
    );
  }
  return (
    <p>
      You {credit.consent === "given" ? "agreed" : "declined"} on <When at={credit.consentAt} zone={zone} />
      {credit.agreedLine ? (
        <>
          , to this text: <q className="[overflow-wrap:anywhere]">{credit.agreedLine}</q>
        </>
      ) : null}
    </p>
  );
}

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { FormPanel } from "@/components/reports/form-panel";
import { SplitParts } from "@/components/reports/split-parts";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { SPLIT_TEXT_MAX } from "@/lib/reports/split";
import type { ProposedSplit } from "@/lib/reports/split-views";

export const SPLIT_YES_SCOPE = "splityes";
export const SPLIT_NO_SCOPE = "splitno";

/** Asks the reporter whether their report may be split, says what that means and until when it waits. */
export function SplitQuestion({
  proposal,
  zone,
  yes,
  no,
  title,
}: {
  proposal: ProposedSplit;
  zone: string;
  yes: FormAction<undefined>;
  no: FormAction<undefined>;
  title: string;
}) {
  return (
    <section
      aria-labelledby="split"
      className="flex flex-col gap-4 rounded-md border border-s-4 border-soon bg-soon-bg p-4"
    >
      <h2 id="split" className="text-lg font-semibold">
        May the team split this report?
      </h2>
      <p className="max-w-measure">
        The team sees more than one vulnerability in it;{" "}
        <TextLink href={`#m-${proposal.messageId}`}>its message</TextLink> says why. Each of these would become a report
        of its own:
      </p>
      <SplitParts parts={proposal.parts} />
      <p className="max-w-measure">
        Each keeps the time at which this one was received, with its promised dates, and gets a signed receipt. You read
        and answer in each as you do here. This report stays as you sent it; messages and files stay with it.
      </p>
      <p className="max-w-measure">
        {proposal.mayGoAhead ? "Since " : "You can answer until "}
        <When at={proposal.decideBy} zone={zone} />
        {proposal.mayGoAhead
          ? " the team may split it without an answer; until it does, yours counts."
          : ". After that the team may split it without an answer."}
      </p>
      <div className="flex flex-col items-start gap-3">
        <ActionForm
          action={yes}
          titleIfWrong={title}
          hidden={{ [fieldName(SPLIT_YES_SCOPE, "proposal")]: proposal.messageId }}
        >
          <SubmitButton pendingText="Splitting…">Yes, split it</SubmitButton>
        </ActionForm>
        <ActionForm
          action={no}
          titleIfWrong={title}
          hidden={{ [fieldName(SPLIT_NO_SCOPE, "proposal")]: proposal.messageId }}
        >
          <FormPanel label="No, keep it as one">
            <TextAreaField
              name={fieldName(SPLIT_NO_SCOPE, "word")}
              label="Why not?"
              hint="A few words are enough; the team reads them as a message"
              rows={3}
              limit={SPLIT_TEXT_MAX}
            />
            <div>
              <SubmitButton variant="secondary">Decline the split</SubmitButton>
            </div>
          </FormPanel>
        </ActionForm>
      </div>
    </section>
  );
}

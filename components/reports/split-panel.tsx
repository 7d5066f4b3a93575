import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { When } from "@/components/ui/when";
import type { StaffReport } from "@/lib/reports/types";
import { fieldName } from "./field-names";
import { SplitParts } from "./split-parts";

export const WITHDRAW_SPLIT_SCOPE = "withdrawsplit";
export const SPLIT_AHEAD_SCOPE = "splitahead";

/** On the desk: the way to a proposal, or how the one that waits for the reporter stands. */
export function SplitPanel({
  report,
  withdraw,
  goAhead,
}: {
  report: Pick<StaffReport, "reference" | "split" | "splitting" | "zone">;
  withdraw: FormAction<undefined>;
  goAhead: FormAction<undefined>;
}) {
  const { proposal } = report.split;
  if (proposal === null) {
    if (!report.splitting.may || report.splitting.refusal !== null) return null;
    return (
      <div className="mt-6">
        <ButtonLink href={`/staff/reports/${report.reference}/split`} variant="secondary" size="compact">
          Split this report
        </ButtonLink>
      </div>
    );
  }
  return (
    <section aria-labelledby="split" className="mt-6 flex flex-col gap-3 border-s-2 border-line-strong ps-4">
      <h3 id="split" className="font-semibold">
        The reporter is asked about a split
      </h3>
      <SplitParts parts={proposal.parts} />
      <p>
        Asked <When at={proposal.proposedAt} zone={report.zone} />.{" "}
        {proposal.mayGoAhead
          ? "No answer since; a coordinator may go ahead."
          : "Without an answer you can go ahead from "}
        {proposal.mayGoAhead ? null : (
          <>
            <When at={proposal.decideBy} zone={report.zone} />.
          </>
        )}
      </p>
      {report.splitting.may ? (
        <div className="flex flex-wrap gap-3">
          {proposal.mayGoAhead ? (
            <ActionForm action={goAhead} hidden={{ [fieldName(SPLIT_AHEAD_SCOPE, "proposal")]: proposal.messageId }}>
              <SubmitButton size="compact">Split it without an answer</SubmitButton>
            </ActionForm>
          ) : null}
          <ActionForm action={withdraw} hidden={{ [fieldName(WITHDRAW_SPLIT_SCOPE, "proposal")]: proposal.messageId }}>
            <SubmitButton variant="secondary" size="compact">
              Take the proposal back
            </SubmitButton>
          </ActionForm>
        </div>
      ) : null}
    </section>
  );
}

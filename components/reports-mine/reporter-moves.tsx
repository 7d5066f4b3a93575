import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { RenewedWith } from "@/components/forms/renewed-with";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import { MoveFields } from "@/components/reports/move-fields";

import { MOVE_WORDS } from "@/components/reports/move-words";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import type { Move } from "@/lib/reports/state";
import type { MoveOffer } from "@/lib/reports/types";

/** What the reporter can do about the report besides writing. Each says what it does before it does it. */
export function ReporterMoves({
  offers,
  version,
  actionFor,
  href,
  title,
}: {
  offers: readonly MoveOffer[];
  version: number;
  actionFor: (move: Move) => FormAction<undefined>;
  /** The report's own page. */
  href: string;
  title: string;
}) {
  return (
    <div className="flex flex-wrap items-start gap-2">
      <RenewedWith mark={version}>
        {offers.map((offer) => {
          const { effect, grave = false } = MOVE_WORDS[offer.move];
          return (
            <ActionForm
              key={offer.move}
              action={actionFor(offer.move)}
              titleIfWrong={title}
              hidden={{ version: String(version) }}
              className="flex flex-col gap-3 has-[[open],section]:basis-full"
            >
              <ReloadAfterConflict href={href} />
              <FormPanel label={offer.label} grave={grave}>
                {effect ? <p>{effect}</p> : null}
                <MoveFields offer={offer} clauses={[]} />
                <div>
                  <SubmitButton variant={grave ? "danger" : "primary"} pendingText="Sending…">
                    {CONFIRM[offer.move] ?? "Send"}
                  </SubmitButton>
                </div>
              </FormPanel>
            </ActionForm>
          );
        })}
      </RenewedWith>
    </div>
  );
}

/** The button that does it; the one that opens it carries the move's own label. */
const CONFIRM: Partial<Record<Move, string>> = {
  withdraw: "Yes, withdraw it",
  confirm_fix: "Yes, the fix works",
  report_fix_failed: "Tell the team",
  appeal: "Send the appeal",
};

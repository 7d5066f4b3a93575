import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { Move } from "@/lib/reports/state";
import type { MoveOffer } from "@/lib/reports/types";
import { FormPanel } from "./form-panel";
import { type CitableClause, MoveFields } from "./move-fields";
import { MOVE_WORDS } from "./move-words";
import { ReloadAfterConflict } from "./reload-after-conflict";

/** Each move that the reader may make now as a button; one that needs something asks for it beneath. Works without scripts. */
export function MoveForms<T>({
  offers,
  version,
  clauses = [],
  actionFor,
  reloadHref,
  title,
  beginFor,
  begun,
}: {
  offers: readonly MoveOffer[];
  /** Of the report as shown: the second of two moves is refused. */
  version: number;
  clauses?: readonly CitableClause[];
  actionFor: (move: Move) => FormAction<T>;
  reloadHref: string;
  title?: string | undefined;
  /** Texts to begin a move's message with. */
  beginFor?: ((move: Move) => ReactNode) | undefined;
  /** The one that was chosen without scripts; `move` null: for a message. */
  begun?: { move: Move | null; text: string } | null | undefined;
}) {
  return (
    <div data-key="moves" className="flex flex-wrap items-start gap-2">
      {offers.map((offer, index) => {
        const words = MOVE_WORDS[offer.move];
        return (
          <ActionForm
            key={offer.move}
            action={actionFor(offer.move)}
            titleIfWrong={title}
            hidden={{ version: String(version) }}
            className="flex flex-col gap-3 has-[[open],section]:basis-full"
          >
            <ReloadAfterConflict href={reloadHref} />
            {offer.fields.length === 0 ? (
              <SubmitButton
                size="compact"
                variant={words.grave ? "danger" : index === 0 ? "primary" : "secondary"}
                pendingText="Saving…"
              >
                {offer.label}
              </SubmitButton>
            ) : (
              <FormPanel label={offer.label} grave={words.grave ?? false} open={begun?.move === offer.move}>
                {words.effect ? <p className="text-ink-soft">{words.effect}</p> : null}
                <MoveFields
                  offer={offer}
                  clauses={clauses}
                  begin={beginFor?.(offer.move)}
                  defaultText={begun?.move === offer.move ? begun.text : undefined}
                />
                <div>
                  <SubmitButton variant={words.grave ? "danger" : "primary"} pendingText="Saving…">
                    {offer.label}
                  </SubmitButton>
                </div>
              </FormPanel>
            )}
          </ActionForm>
        );
      })}
    </div>
  );
}

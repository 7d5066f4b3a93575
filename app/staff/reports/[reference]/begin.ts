import type { TemplateChoice } from "@/components/templates/template-list";
import type { Move } from "@/lib/reports/state";
import type { StaffReport } from "@/lib/reports/types";
import { templatesInUse } from "@/lib/templates/queries";
import { readyTexts, valuesFor } from "@/lib/templates/values";
import { address, type DeskContext, type SearchParams, single } from "../../desk";

/** The one that was chosen without scripts; `move` null: for a message. */
export type Begun = { move: Move | null; text: string } | null;

/** The texts that a message or a move of this report can begin with, those of the move before the general ones. */
export async function textsToBeginWith(
  ctx: DeskContext,
  report: StaffReport,
  asked: Awaited<SearchParams>,
): Promise<{ choices: (move: Move | null) => TemplateChoice[]; begun: Begun }> {
  const ready = readyTexts(await templatesInUse(ctx, report.programSlug), valuesFor(report));
  const chosen = ready.find(({ id }) => id === single(asked.template));
  const move = report.moves.find((offer) => offer.move === single(asked.for))?.move ?? null;
  const here = `/staff/reports/${report.reference}`;
  return {
    begun: chosen ? { move, text: chosen.text } : null,
    choices: (of) =>
      ready
        .filter((text) => text.move === of || text.move === null)
        .sort((one, other) => Number(other.move === of) - Number(one.move === of))
        .map(({ id, title, language, text }) => ({
          id,
          title,
          language,
          text,
          href: `${address(here, { template: id, for: of })}#${of === null ? "reply" : "moves"}`,
        })),
  };
}

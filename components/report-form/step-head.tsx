import { cx } from "@/components/ui/class-names";
import { StepCaption } from "@/components/ui/step-caption";
import type { Step } from "@/lib/reports/form/answers";
import { type Journey, placeOf } from "@/lib/reports/form/journey";

/** "Step 4 of 9 · HAPI FHIR" over the one h1 of the page; without `title` the first question is the h1. */
export function StepHead({
  step,
  journey,
  title,
  context,
}: {
  step: Step;
  journey: Journey;
  title: string | null;
  context: string;
}) {
  return (
    <div className={cx("flex flex-col gap-1", title === null && "-mb-8")}>
      <StepCaption step={placeOf(journey, step) + 1} of={journey.steps.length} context={context} />
      {title === null ? null : <h1 className="font-heading text-3xl font-semibold">{title}</h1>}
    </div>
  );
}

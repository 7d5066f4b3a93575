import { StepCaption } from "@/components/ui/step-caption";
import { STEPS, type Step } from "@/lib/reports/form/answers";

/** "Step 4 of 9 · HAPI FHIR" over the one h1 of the page. */
export function StepHead({ step, title, context }: { step: Step; title: string; context: string }) {
  return (
    <div className="flex flex-col gap-1">
      <StepCaption step={STEPS.indexOf(step) + 1} of={STEPS.length} context={context} />
      <h1 className="font-serif text-3xl font-semibold">{title}</h1>
    </div>
  );
}

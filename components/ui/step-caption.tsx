/** "Step 4 of 9 · HAPI FHIR", above the h1. */
export function StepCaption({ step, of, context }: { step: number; of: number; context?: string | undefined }) {
  return (
    <p className="text-ink-soft tabular-nums">
      Step {step} of {of}
      {context ? ` · ${context}` : ""}
    </p>
  );
}

import { prose, type StepBuilder, tick, YES } from "../fields";

export const reproStep: StepBuilder = () => ({
  step: "repro",
  title: "How to reproduce it",
  fields: [
    prose("conditions", "What has to be in place first?", 4000, {
      need: "nudged",
      rows: 4,
      hint: "Role, settings, network position",
    }),
    tick("conditionsNone", "None that I know", {
      excludes: { field: "conditions", error: 'Clear the conditions or untick "None that I know"' },
    }),
    prose("steps", "Steps to reproduce it", 20_000, {
      need: "nudged",
      rows: 10,
      markdown: true,
      hint: "Number them; start from a fresh login",
    }),
    tick("stepsUnreliable", "I can't reproduce it reliably"),
    prose("stepsUnreliableWhy", "What happens when you try?", 2000, {
      need: "required",
      when: { field: "stepsUnreliable", in: [YES] },
      lead: "If you can’t reproduce it reliably:",
      rows: 4,
      min: 1,
      error: "Tell us what happens when you try",
    }),
    {
      ...prose("poc", "Proof of concept", 50_000, {
        rows: 10,
        hint: "Code or a raw request; kept exactly as you type it",
      }),
      shape: "raw",
    },
  ],
});

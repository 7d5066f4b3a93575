import { choice, prose, type StepBuilder, tick, YES } from "../fields";

/** What lets a person see it happen comes first: the way there, what should happen, what happens instead. */
export const reproStep: StepBuilder = () => ({
  step: "repro",
  title: "How to reproduce it",
  fields: [
    prose("steps", "Steps to reproduce it", 20_000, {
      need: "nudged",
      rows: 10,
      markdown: true,
      hint: "Number them; start from a fresh login",
    }),
    tick("stepsUnreliable", "I can’t reproduce it reliably"),
    prose("stepsUnreliableWhy", "What happens when you try?", 2000, {
      need: "required",
      when: { field: "stepsUnreliable", in: [YES] },
      lead: "If you can’t reproduce it reliably:",
      rows: 4,
      min: 1,
      error: "Tell us what happens when you try",
    }),
    prose("expected", "What should have happened?", 2000, {
      need: "nudged",
      rows: 2,
      hint: "For example: the server refuses a request without a session",
    }),
    prose("actual", "What happened instead?", 2000, {
      need: "nudged",
      rows: 3,
      hint: "What you saw, in the words of the screen or the answer",
    }),
    prose("conditions", "What has to be in place first?", 4000, {
      need: "nudged",
      rows: 4,
      hint: "Role, settings, network position",
    }),
    tick("conditionsNone", "None that I know", {
      excludes: { field: "conditions", error: "Clear the conditions or untick “None that I know”" },
    }),
    {
      ...prose("poc", "Proof of concept", 50_000, {
        rows: 10,
        hint: "Code or a raw request; kept exactly as you type it",
      }),
      shape: "raw",
    },
    choice(
      "aiUse",
      "Did an AI tool help you?",
      [
        ["none", "No"],
        ["some", "It helped", "With wording, translation or an idea"],
        ["largely", "Largely", "It found this, or wrote most of the report"],
      ],
      { need: "nudged", hint: "Any answer is fine; it tells us what to check first" },
    ),
    prose("aiChecked", "What did you check yourself?", 2000, {
      need: "nudged",
      when: { field: "aiUse", in: ["some", "largely"] },
      lead: "If an AI tool helped:",
      rows: 3,
      hint: "For example: I ran the request and saw the answer",
    }),
  ],
});

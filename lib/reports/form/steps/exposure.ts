import { choice, NOT_SURE, type StepBuilder, YES } from "../fields";

const SEEN = { field: "exposed", in: [YES, NOT_SURE] } as const;
const lead = "If yes, or not sure:";

/** The step asks one thing first: its title is the question, and the page says it once. */
const TITLE = "Did you see anyone’s data?";

export const exposureStep: StepBuilder = () => ({
  step: "exposure",
  title: TITLE,
  fields: [
    choice(
      "exposed",
      TITLE,
      [
        [YES, "Yes"],
        ["no", "No"],
        [NOT_SURE, "Not sure"],
      ],
      {
        need: "required",
        hint: "Personal, health, financial or login data",
        error: "Select yes, no or not sure",
      },
    ),
    {
      kind: "choices",
      name: "exposureKinds",
      label: "What kind of data was it?",
      need: "required",
      when: SEEN,
      lead,
      choices: [
        { value: "personal", label: "Personal" },
        { value: "health", label: "Health" },
        { value: "financial", label: "Financial" },
        { value: "credentials", label: "Logins, passwords or keys" },
        { value: "other", label: "Something else" },
      ],
      error: "Select what kind",
    },
    choice(
      "exposureOngoing",
      "Can others see it right now?",
      [
        [YES, "Yes"],
        ["no", "No"],
        [NOT_SURE, "Not sure"],
      ],
      { need: "required", when: SEEN, lead, error: "Select whether others can see it now" },
    ),
    choice(
      "exposureScale",
      "Whose data did you come across?",
      [
        ["one", "One person’s"],
        ["few", "A few people’s"],
        ["many", "Many people’s"],
        [NOT_SURE, "Not sure"],
      ],
      { when: SEEN, lead, hint: "Do not count by looking further" },
    ),
    choice(
      "exposureHeld",
      "Do you hold a copy of it?",
      [
        ["none", "No, I hold no copy"],
        ["copy", "Yes, I hold a copy"],
        ["deleted", "I had one and deleted it"],
      ],
      {
        need: "required",
        when: SEEN,
        lead,
        hint: "Do not send us the data",
        error: "Select whether you hold a copy",
      },
    ),
  ],
});

import { conductRulesOf } from "../../../policy/document";
import { choice, prose, type StepBuilder, tick } from "../fields";

export const agreeStep: StepBuilder = (document) => ({
  step: "agree",
  title: "Policy",
  fields: [
    {
      kind: "hidden",
      name: "policyVersion",
      label: "Policy version",
      need: "required",
      expected: document.version,
      error: "The policy changed while you were writing — read what changed",
    },
    tick("accepted", `I have read version ${document.version} (${shortDate(document.revisedOn)})`, {
      need: "required",
      error: "Confirm you have read the policy",
    }),
    ...(conductRulesOf(document).length > 0
      ? [
          choice(
            "conduct",
            "Did you follow the policy’s rules?",
            [
              ["followed", "I followed it"],
              ["differently", "Something went differently"],
            ],
            { need: "required", hint: "An honest second answer is better than a false first one", error: "Select one" },
          ),
          prose("conductNote", "What happened?", 2000, {
            need: "required",
            when: { field: "conduct", in: ["differently"] },
            lead: "If something went differently:",
            min: 20,
            rows: 5,
            error: "Tell us what happened (20 characters or more)",
          }),
        ]
      : []),
    choice(
      "coordinate",
      "How will you handle publication?",
      [
        ["coordinate", "I’ll coordinate before publishing"],
        ["other", "I have other plans", "Tell us about them in step 8"],
      ],
      { need: "nudged" },
    ),
  ],
});

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "22 Apr 2025" from a calendar date, which has no zone. Light enough for the browser. */
function shortDate(date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

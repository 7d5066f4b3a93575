import { disclosureOf, rewardOf } from "../../../policy/document";
import { creditUseWords } from "../../../policy/wording";
import { choice, line, lines, type StepBuilder, YES } from "../fields";

/** The types of the CVE record format 5.1, `credits[].type`; `other` included. */
export const CREDIT_TYPES = [
  ["finder", "Finder"],
  ["reporter", "Reporter"],
  ["analyst", "Analyst"],
  ["coordinator", "Coordinator"],
  ["remediation_developer", "Remediation developer"],
  ["remediation_reviewer", "Remediation reviewer"],
  ["remediation_verifier", "Remediation verifier"],
  ["tool", "Tool"],
  ["sponsor", "Sponsor"],
  ["other", "Other"],
] as const;

const CREDITED = { field: "creditWish", in: ["name", "alias"] } as const;
const PLANNED = { field: "plans", in: ["talk"] } as const;
const REQUESTED = { field: "cveRequested", in: [YES] } as const;

export const creditStep: StepBuilder = (document) => ({
  step: "credit",
  title: "Credit and disclosure",
  fields: [
    choice(
      "creditWish",
      "Would you like to be credited?",
      [
        ["name", "Yes, by name"],
        ["alias", "Yes, by alias"],
        ["no", "No"],
        ["later", "Decide later"],
      ],
      { need: "nudged", standard: "later", hint: creditUseWords(rewardOf(document)?.creditIn) },
    ),
    line("creditText", "Text to print", 120, {
      need: "required",
      when: CREDITED,
      lead: "If you want credit:",
      format: "display-text",
      min: 1,
      hint: "Exactly as it should appear",
      error: "Enter the text to print",
    }),
    line("creditUrl", "Link to print with it", 300, {
      when: CREDITED,
      lead: "If you want credit:",
      format: "https",
      error: "Enter an address that starts with https://",
    }),
    line("creditOrg", "Organisation to print with it", 120, {
      when: CREDITED,
      lead: "If you want credit:",
      format: "display-text",
      error: "Enter plain text",
    }),
    choice("creditType", "What was your part?", CREDIT_TYPES, {
      when: CREDITED,
      lead: "If you want credit:",
      control: "select",
      standard: "finder",
    }),
    lines("coFinders", "Who found it with you?", "finder", 10, {
      hint: "One person per line: name, then an e-mail address if you have it",
    }),
    choice(
      "cveRequested",
      "Has a CVE id been asked for elsewhere?",
      [
        ["no", "No"],
        [YES, "Yes"],
      ],
      {
        need: "nudged",
        ...(disclosureOf(document)?.cna?.contactFirst ? { hint: "Please contact us before you ask for one" } : {}),
      },
    ),
    line("cveCna", "Who was asked?", 120, {
      when: REQUESTED,
      lead: "If yes:",
      hint: "The numbering authority, like MITRE or GitHub",
    }),
    line("cveId", "CVE id", 20, {
      when: REQUESTED,
      lead: "If yes:",
      format: "cve-id",
      hint: "If you have one already",
      error: "Enter an id like CVE-2026-12345",
    }),
    choice("plans", "Do you plan to speak or write about it?", [
      ["none", "No plans"],
      ["talk", "A talk or an article"],
    ]),
    line("plansDate", "On which date?", 10, {
      when: PLANNED,
      lead: "If a talk or an article:",
      format: "future-date",
      hint: "Like 2027-03-31",
      error: "Enter a date like 2027-03-31",
    }),
    line("plansTime", "At what time?", 5, {
      when: PLANNED,
      lead: "If a talk or an article:",
      format: "time",
      hint: "Like 14:30",
      error: "Enter a time like 14:30",
    }),
    line("plansZone", "In which time zone?", 60, {
      when: PLANNED,
      lead: "If a talk or an article:",
      format: "zone",
      hint: "Like Europe/Berlin or UTC",
      error: "Enter a time zone like Europe/Berlin",
    }),
  ],
});

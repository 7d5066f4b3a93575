import { choice, line, lines, NOT_SURE, prose, type StepBuilder, YES } from "../fields";

export const impactStep: StepBuilder = () => ({
  step: "impact",
  title: "Impact and fix",
  fields: [
    prose("scenario", "How would somebody use it?", 4000, {
      need: "nudged",
      rows: 5,
      hint: "Who attacks, from where, with what access",
    }),
    prose("impact", "What could go wrong?", 4000, {
      need: "nudged",
      rows: 5,
      hint: "What they could read, change or stop",
    }),
    choice(
      "severity",
      "How severe is it?",
      [
        ["none", "None"],
        ["low", "Low"],
        ["medium", "Medium"],
        ["high", "High"],
        ["critical", "Critical"],
        [NOT_SURE, "Not sure"],
      ],
      { hint: "Your view; we score it ourselves" },
    ),
    line("cvss", "CVSS vector", 300, {
      format: "cvss",
      hint: "Version 4.0 or 3.1, starting with CVSS:4.0/ or CVSS:3.1/",
      error: "Enter a vector that starts with CVSS:4.0/ or CVSS:3.1/",
    }),
    choice(
      "exploited",
      "Is somebody already using it?",
      [
        [YES, "Yes"],
        ["no", "No"],
        ["dont_know", "I don’t know"],
      ],
      { need: "nudged", standard: "dont_know", hint: "Signs that someone uses it" },
    ),
    choice(
      "alreadyPublic",
      "Is it public already?",
      [
        ["no", "No"],
        [YES, "Yes"],
        ["dont_know", "I don’t know"],
      ],
      { need: "nudged", standard: "dont_know" },
    ),
    lines("alreadyPublicUrls", "Where is it public?", "url", 10, {
      need: "required",
      when: { field: "alreadyPublic", in: [YES] },
      lead: "If yes:",
      hint: "One address per line",
      error: "Enter where it is public",
    }),
    prose("proposedResolution", "How could it be fixed?", 8000, {
      rows: 5,
      hint: "A patch, a setting, an idea: all welcome",
    }),
    choice("retest", "Would you check our fix?", [
      [YES, "Yes"],
      ["no", "No"],
      ["ask", "Ask me then"],
    ]),
  ],
});

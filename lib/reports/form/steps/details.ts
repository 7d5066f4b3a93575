import { asksOnePerReport } from "../../../policy/document";
import type { PolicyDocument } from "../../../policy/schema";
import { choice, type Field, line, lines, NOT_SURE, prose, type StepBuilder, tick, YES } from "../fields";

export const detailsStep: StepBuilder = (document, protection) => ({
  step: "details",
  title: protection === "https" ? "The vulnerability" : "The encrypted part",
  fields: [...(protection === "https" ? readable : [encrypted]), ...confirmation(document)],
});

const readable: readonly Field[] = [
  line("title", "Title", 150, {
    need: "required",
    min: 10,
    hint: "Name the flaw and the place, like “SQL injection in /export”",
    error: "Enter a title of 10 to 150 characters",
  }),
  prose("summary", "Summary", 1000, {
    need: "nudged",
    rows: 3,
    hint: "Two or three sentences anyone on the team can follow",
  }),
  choice(
    "cweChoice",
    "Do you know what kind of weakness it is?",
    [
      [YES, "I know it"],
      ["help", "Help me pick"],
      [NOT_SURE, "Not sure"],
    ],
    { need: "nudged", standard: NOT_SURE },
  ),
  lines("cweIds", "CWE number or name", "cwe", 3, {
    when: { field: "cweChoice", in: [YES, "help"] },
    requiredWhen: { field: "cweChoice", in: [YES] },
    lead: "If you know it, or want help:",
    hint: "A number like CWE-79 or a word like “injection”, one per line, at most three",
    error: "Enter a CWE number like CWE-79",
  }),
  prose("details", "Describe the vulnerability", 20_000, {
    need: "required",
    min: 50,
    rows: 12,
    markdown: true,
    hint: "How it works and why; you can use Markdown",
    error: "Describe the vulnerability in 50 characters or more",
  }),
  prose("tools", "Tools you used", 1000, { rows: 3, hint: "Names and versions" }),
  lines("references", "References", "url", 10, { hint: "Similar issues or documentation, one address per line" }),
];

/** Room for steps 4 to 6 at their limits, armoured. */
const ENCRYPTED_MAX = 200_000;

const encrypted: Field = {
  ...prose("encryptedMessage", "Encrypted message", ENCRYPTED_MAX, {
    need: "required",
    rows: 12,
    format: "pgp-message",
    hint: "The whole block, from BEGIN to END, encrypted to our key",
    error: "Paste the encrypted message",
  }),
  shape: "raw",
};

function confirmation(document: PolicyDocument): Field[] {
  return asksOnePerReport(document)
    ? [
        tick("onlyOne", "This report is about one vulnerability", {
          need: "required",
          hint: "Send another afterwards: the product and your contact are taken over",
          error: "Confirm this is one vulnerability",
        }),
      ]
    : [];
}

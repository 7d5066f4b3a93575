import { choice, type Field, line, prose, type StepBuilder } from "../fields";

const EMAIL_MAX = 254; // RFC 5321 §4.5.3.1.3: a path of 256 octets with its brackets
const KEY_MAX = 100_000; // form.md §2 step 7
const EMAIL_ERROR = "Enter an address like name@example.com";

export const contactStep: StepBuilder = () => ({
  step: "contact",
  title: "About you",
  fields: [
    choice(
      "identity",
      "How do you want to be known to us?",
      [
        ["details", "With my details"],
        ["pseudonym", "Pseudonym"],
        ["none", "No contact details", "The team sees neither name nor address; you find the report among your own"],
      ],
      { need: "required", hint: "Any name works", error: "Select one" },
    ),
    line("contactName", "Name", 100, {
      need: "required",
      when: { field: "identity", in: ["details", "pseudonym"] },
      lead: "With your details, or with a pseudonym:",
      min: 1,
      hint: "Real name or handle",
      error: "Enter a name",
      autocomplete: "name",
    }),
    line("email", "E-mail address", EMAIL_MAX, {
      when: { field: "identity", in: ["details", "pseudonym"] },
      requiredWhen: { field: "identity", in: ["details"] },
      lead: "With your details; if you like, with a pseudonym:",
      format: "email",
      hint: "We mail a reference and a link, never the details",
      error: EMAIL_ERROR,
      autocomplete: "email",
    }),
    {
      ...prose("pgpKey", "Your public PGP key", KEY_MAX, {
        when: { field: "identity", in: ["details", "pseudonym"] },
        format: "pgp-key",
        rows: 4,
        hint: "Paste a public key block and our mails to you are encrypted; they never carry the report itself",
        error: "Paste a public key block",
      }),
      shape: "raw" as const,
    },
    line("group", "Group or company", 120, {
      hint: "If you report on behalf of one",
      autocomplete: "organization",
      when: { field: "identity", in: ["details", "pseudonym"] },
    }),
    line("jobTitle", "Job title", 120, {
      autocomplete: "organization-title",
      when: { field: "identity", in: ["details", "pseudonym"] },
    }),
    choice("language", "Which language should we answer in?", [["en", "English"]], {
      need: "nudged",
      control: "select",
      standard: "en",
    }),
    choice(
      "shareIdentity",
      "May we pass on who you are?",
      [
        ["keep", "Keep between us"],
        ["may_share", "May share with the affected vendor"],
      ],
      { need: "nudged", standard: "keep", when: { field: "identity", in: ["details", "pseudonym"] } },
    ),
  ],
});

const KEEP_THE_CODE = "Keep the receipt code. Without it nobody, including us, can show you the report again";

/** The same questions to somebody without an account: who leaves no contact has the receipt code alone. */
export function askedOfGuest(fields: readonly Field[]): Field[] {
  return fields.map((field) =>
    field.kind === "choice" && field.name === "identity"
      ? {
          ...field,
          choices: field.choices.map((one) => (one.value === "none" ? { ...one, hint: KEEP_THE_CODE } : one)),
        }
      : field,
  );
}

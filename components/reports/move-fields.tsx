import type { ReactNode } from "react";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { CvssField } from "@/components/severity/cvss-field";
import { SEVERITY_REASON_MAX } from "@/lib/reports/assessment";
import { MESSAGE_MAX } from "@/lib/reports/moves";
import type { MoveOffer } from "@/lib/reports/types";
import { fieldName } from "./field-names";
import { MOVE_WORDS } from "./move-words";
import { severityWord } from "./severity-mark";

const BANDS = ["critical", "high", "medium", "low", "none"] as const;

export type CitableClause = { key: string; heading: string };

/** What a move asks for, from its row of the transition table. */
export function MoveFields({
  offer,
  clauses,
  begin,
  defaultText,
}: {
  offer: MoveOffer;
  clauses: readonly CitableClause[];
  /** Texts to begin the message with, and the one that was chosen without scripts. */
  begin?: ReactNode;
  defaultText?: string | undefined;
}) {
  const name = (field: string) => fieldName(offer.move, field);
  const { fields, resolutions } = offer;
  return (
    <>
      {fields.includes("resolution") ? (
        <SelectField
          name={name("resolution")}
          label="Resolution"
          options={[{ value: "", label: "Select one" }, ...resolutions]}
        />
      ) : null}
      {resolutions.some(({ needsClause }) => needsClause) ? (
        <SelectField
          name={name("clause")}
          label="What it rests on: a clause of the policy, or an entry of the non-issues"
          hint={clauseHint(offer)}
          options={[
            { value: "", label: "None" },
            ...clauses.map(({ key, heading }) => ({ value: key, label: `${key} ${heading}` })),
          ]}
        />
      ) : null}
      {fields.includes("assessment") ? (
        <>
          <CvssField
            name={name("vector")}
            label="CVSS vector"
            hint="Version 4.0 or 3.1; the score and the severity follow from it"
            optional
          />
          <SelectField
            name={name("severity")}
            label="Severity"
            hint="With a vector, leave this to the vector"
            options={[
              { value: "", label: "As the vector says" },
              ...BANDS.map((band) => ({ value: band, label: severityWord(band) })),
            ]}
          />
          <TextField
            name={name("cwe")}
            label="Weakness (CWE)"
            hint="Number or name; up to three with commas, the main one first"
            optional
            autoComplete="off"
          />
          <TextAreaField
            name={name("severityReason")}
            label="Why this severity, for the reporter"
            hint="Needed where it is not the reporter’s word, or not what we said before"
            optional
            limit={SEVERITY_REASON_MAX}
            rows={2}
          />
        </>
      ) : null}
      {fields.includes("text") ? begin : null}
      {fields.includes("text") ? (
        <TextAreaField
          name={name("text")}
          defaultValue={defaultText}
          label={MOVE_WORDS[offer.move].text ?? "Message"}
          hint={offer.move === "close" ? "Needed when it ends without a fix" : undefined}
          optional={offer.move === "close"}
          limit={MESSAGE_MAX}
          rows={4}
        />
      ) : null}
      {fields.includes("reason") ? (
        <TextAreaField name={name("reason")} label="Reason, for staff only" limit={4000} rows={3} />
      ) : null}
    </>
  );
}

function clauseHint({ resolutions }: MoveOffer): string {
  const named = resolutions.filter(({ needsClause }) => needsClause).map(({ label }) => `“${label}”`);
  return `Needed for ${named.join(", ")}`;
}

import type { ReactNode } from "react";
import {
  CheckboxesField,
  CheckboxField,
  RadioField,
  SelectField,
  TextAreaField,
  TextField,
} from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { CvssField } from "@/components/severity/cvss-field";
import { fieldId } from "@/components/ui/field-ids";
import { TextLink } from "@/components/ui/text-link";
import { WeaknessField } from "@/components/weaknesses/weakness-field";
import type { Answers } from "@/lib/reports/form/answers";
import type { Choice, ChoiceField, Field, LinesField, TextField as TextQuestion } from "@/lib/reports/form/fields";
import { scoreSentence } from "@/lib/severity/score";
import { WEAKNESS_PAGE } from "@/lib/weaknesses/addresses";
import { CreditLine } from "./credit-line";
import { OtherVersion } from "./other-version";

/** One question as its native control, with the stored answer in it; after two versions met, with the other one too. */
export function AskedField({
  field,
  answers,
  preview,
  asHeading = false,
}: {
  field: Field;
  answers: Answers;
  /** Under the description. */
  preview?: ReactNode;
  /** The question is the h1 of its page. */
  asHeading?: boolean;
}) {
  if (field.kind === "hidden") return null;
  return (
    <>
      <Control field={field} answers={answers} asHeading={asHeading} />
      {field.name === "details" ? preview : null}
      {field.name === "creditType" ? <CreditLine saved={answers} /> : null}
      <OtherVersion name={field.name} label={field.label} />
    </>
  );
}

function Control({ field, answers, asHeading }: { field: Field; answers: Answers; asHeading: boolean }) {
  switch (field.kind) {
    case "hidden":
      return null;
    case "text":
      return <TextQuestionField field={field} value={answers[field.name]} />;
    case "lines":
      return <LinesQuestionField field={field} value={answers[field.name]} />;
    case "choice":
      return <ChoiceQuestionField field={field} value={answers[field.name]} asHeading={asHeading} />;
    case "choices":
      return (
        <CheckboxesField
          name={`${field.name}[]`}
          label={field.label}
          hint={field.hint}
          options={[...field.choices, ...(field.none ? [{ ...field.none, exclusive: true }] : [])]}
          defaultValue={answers[field.name]}
        />
      );
    case "tick":
      return (
        <CheckboxField
          name={field.name}
          label={field.label}
          hint={field.hint}
          defaultChecked={answers[field.name] === "yes"}
        />
      );
  }
}

function isMarkedOptional(field: Field): boolean {
  return field.need !== "required" && field.requiredWhen === undefined;
}

const INPUT_TYPES = { email: "email", https: "url" } as const;

function TextQuestionField({ field, value }: { field: TextQuestion; value: string | undefined }) {
  const common = {
    name: field.name,
    label: field.label,
    hint: field.hint,
    optional: isMarkedOptional(field),
    defaultValue: value,
  };
  if (field.format === "cvss") {
    return (
      <CvssField {...common} scored={value ? scoreSentence(value) : undefined}>
        <SubmitButton variant="secondary" name="_intent" value="score" formNoValidate>
          Score it
        </SubmitButton>
      </CvssField>
    );
  }
  if (field.shape === "line") {
    const { format } = field;
    return (
      <TextField
        {...common}
        type={format in INPUT_TYPES ? INPUT_TYPES[format as keyof typeof INPUT_TYPES] : "text"}
        autoComplete={field.autocomplete ?? "off"}
        width={field.max <= 20 ? "short" : field.max <= 60 ? "medium" : "full"}
        mono={format === "cve-id"}
        spellCheck={format === "plain" || undefined}
      />
    );
  }
  const raw = field.shape === "raw";
  return (
    <TextAreaField
      {...common}
      limit={field.max}
      rows={field.rows}
      // Kept by the server, and by no browser's memory of a tab.
      autoComplete="off"
      mono={raw}
      {...(raw && { spellCheck: false, autoCapitalize: "off", autoCorrect: "off", wrap: "off" })}
    />
  );
}

function LinesQuestionField({ field, value }: { field: LinesField; value: string[] | undefined }) {
  if (field.item === "cwe") {
    return (
      <div className="flex flex-col gap-3">
        <WeaknessField
          name={`${field.name}[]`}
          label={field.label}
          hint={field.hint}
          optional={isMarkedOptional(field)}
          max={field.maxItems}
          defaultValue={value?.join("\n")}
        />
        <p className="text-ink-soft">
          Every kind, with a plain sentence about the usual ones, stands in{" "}
          <TextLink href={WEAKNESS_PAGE} target="_blank">
            the list of weaknesses<span className="sr-only"> (opens in a new tab)</span>
          </TextLink>
          .
        </p>
      </div>
    );
  }
  return (
    <TextAreaField
      name={`${field.name}[]`}
      label={field.label}
      hint={field.hint}
      optional={isMarkedOptional(field)}
      rows={field.maxItems <= 3 ? 2 : 3}
      defaultValue={value?.join("\n")}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

function ChoiceQuestionField({
  field,
  value,
  asHeading,
}: {
  field: ChoiceField;
  value: string | undefined;
  asHeading: boolean;
}) {
  const chosen = value || field.standard;
  const [only, ...others] = field.choices;
  if (only && others.length === 0) return <OnlyChoice field={field} only={only} />;
  const common = { name: field.name, label: field.label, hint: field.hint, labelAsHeading: asHeading };
  const optional = isMarkedOptional(field) && field.standard === undefined;
  if (field.control === "radios")
    return <RadioField {...common} optional={optional} options={field.choices} defaultValue={chosen} />;
  const options = field.standard ? field.choices : [{ value: "", label: "Choose one" }, ...field.choices];
  return <SelectField {...common} optional={optional} options={options} defaultValue={chosen ?? ""} />;
}

/** Nothing to choose yet: said, and sent, without a control. */
function OnlyChoice({ field, only }: { field: ChoiceField; only: Choice }) {
  return (
    <div id={fieldId(field.name)} tabIndex={-1}>
      <p className="font-semibold">{field.label}</p>
      <p>
        {only.label} <span className="text-ink-soft">(so far the only one)</span>
      </p>
      <input type="hidden" name={field.name} value={only.value} />
    </div>
  );
}

"use client";

import { CheckboxField } from "@/components/forms/fields";
import { useFormContextValue } from "@/components/forms/form-context";
import { fieldName } from "@/components/reports/field-names";

/** Asked once a text was refused for what looks like a secret: it may be the finding itself. */
export function ConfirmSecret({ scope }: { scope: string }) {
  const { values } = useFormContextValue();
  if (values[fieldName(scope, "secrets")] === undefined) return null;
  return (
    <CheckboxField
      name={fieldName(scope, "sure")}
      label="It belongs there"
      hint="It is the finding itself, or it is made up for the test"
    />
  );
}

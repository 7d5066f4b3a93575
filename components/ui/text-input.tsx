import type { ComponentPropsWithRef } from "react";
import { cx } from "./class-names";
import { controlClasses } from "./control-classes";
import { Field, type FieldProps } from "./field";
import { describedBy, fieldId } from "./field-ids";

export type TextInputProps = FieldProps &
  Omit<ComponentPropsWithRef<"input">, "name" | "id" | "style" | "maxLength" | "required" | "disabled"> & {
    width?: "full" | "medium" | "short" | undefined;
    mono?: boolean | undefined;
  };

const widths = { full: "", medium: "sm:max-w-96", short: "sm:max-w-48" };

export function TextInput({
  name,
  sentAs,
  label,
  hint,
  error,
  optional,
  labelAsHeading,
  width = "full",
  mono,
  className,
  type = "text",
  ...rest
}: TextInputProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional} labelAsHeading={labelAsHeading}>
      <input
        {...rest}
        id={fieldId(name)}
        name={sentAs ?? name}
        type={type}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, { hint, error })}
        className={controlClasses(error, cx(widths[width], mono && "font-mono", className))}
      />
    </Field>
  );
}

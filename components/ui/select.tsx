import type { ComponentPropsWithRef } from "react";
import { controlClasses } from "./control-classes";
import { Field, type FieldProps } from "./field";
import { describedBy, fieldId } from "./field-ids";

export type SelectOption = { value: string; label: string };

export type SelectProps = FieldProps &
  Omit<ComponentPropsWithRef<"select">, "name" | "id" | "style" | "required" | "disabled" | "children"> & {
    options: readonly SelectOption[];
  };

export function Select({
  name,
  label,
  hint,
  error,
  optional,
  labelAsHeading,
  options,
  className,
  ...rest
}: SelectProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional} labelAsHeading={labelAsHeading}>
      <select
        {...rest}
        id={fieldId(name)}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, { hint, error })}
        className={controlClasses(error, className ?? "sm:max-w-96")}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

import type { ComponentPropsWithRef } from "react";
import { controlClasses } from "./control-classes";
import { Field, type FieldProps } from "./field";
import { describedBy, fieldId } from "./field-ids";

export type SelectOption = { value: string; label: string };
export type SelectGroup = { label: string; options: readonly SelectOption[] };

export type SelectProps = FieldProps &
  Omit<ComponentPropsWithRef<"select">, "name" | "id" | "style" | "required" | "disabled" | "children"> & {
    options: readonly (SelectOption | SelectGroup)[];
  };

export function Select({
  name,
  sentAs,
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
        name={sentAs ?? name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, { hint, error })}
        className={controlClasses(error, className ?? "sm:max-w-96")}
      >
        {options.map((option) =>
          "options" in option ? (
            <optgroup key={option.label} label={option.label}>
              {option.options.map(optionOf)}
            </optgroup>
          ) : (
            optionOf(option)
          ),
        )}
      </select>
    </Field>
  );
}

function optionOf({ value, label }: SelectOption) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

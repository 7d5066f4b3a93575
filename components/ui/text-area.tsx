import type { ComponentPropsWithRef } from "react";
import { CharacterCount } from "./character-count";
import { cx } from "./class-names";
import { controlClasses } from "./control-classes";
import { Field, type FieldProps } from "./field";
import { describedBy, fieldId } from "./field-ids";

export type TextAreaProps = FieldProps &
  Omit<ComponentPropsWithRef<"textarea">, "name" | "id" | "style" | "maxLength" | "required" | "disabled"> & {
    /** The server's limit in characters. One may go over it and is then told; nothing is ever cut. */
    limit?: number | undefined;
    mono?: boolean | undefined;
  };

export function TextArea({
  name,
  sentAs,
  label,
  hint,
  error,
  optional,
  labelAsHeading,
  limit,
  mono,
  rows = 6,
  className,
  ...rest
}: TextAreaProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional} labelAsHeading={labelAsHeading}>
      <textarea
        {...rest}
        id={fieldId(name)}
        name={sentAs ?? name}
        rows={rows}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, { hint, error, count: limit !== undefined })}
        className={controlClasses(
          error,
          cx("resize-y py-2 leading-6", mono && "font-mono text-sm leading-[1.375rem]", className),
        )}
      />
      {limit === undefined ? null : <CharacterCount name={name} limit={limit} />}
    </Field>
  );
}

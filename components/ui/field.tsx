import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { errorId, fieldId, hintId } from "./field-ids";
import { Icon } from "./icon";

export type FieldProps = {
  /** Ids derive from it. */
  name: string;
  /** The name under which the control is sent, where it cannot be the one that ids derive from. */
  sentAs?: string | undefined;
  label: string;
  /** One short sentence without a full stop or links: screen readers read it out whole. At most 120 characters. */
  hint?: string | undefined;
  error?: string | undefined;
  /** Adds "(optional)" to the label; required fields carry no mark. */
  optional?: boolean | undefined;
  /** The label is the page's h1 on a page that asks one question. */
  labelAsHeading?: boolean | undefined;
};

export function FieldHint({ name, children }: { name: string; children: string }) {
  return (
    <p id={hintId(name)} className="text-ink-soft">
      {children}
    </p>
  );
}

export function FieldError({ name, children }: { name: string; children: string }) {
  return (
    <p id={errorId(name)} className="flex items-start gap-1.5 font-semibold text-breach">
      <Icon of={CircleAlert} size={20} className="mt-0.5" />
      <span>
        <span className="sr-only">Error: </span>
        {children}
      </span>
    </p>
  );
}

/** The left rule that marks a field with an error; also around groups. */
export function fieldFrame(error: string | undefined): string {
  return cx("min-w-0", error !== undefined && "border-s-4 border-breach ps-4");
}

export function OptionalMark({ show }: { show: boolean | undefined }) {
  return show ? <span className="font-normal text-ink-soft"> (optional)</span> : null;
}

/** Label above, hint below it, error in words with a left rule, then the control. */
export function Field({
  name,
  label,
  hint,
  error,
  optional,
  labelAsHeading,
  children,
}: FieldProps & { children: ReactNode }) {
  const text = (
    <label htmlFor={fieldId(name)} className={labelAsHeading ? "block" : "block font-semibold"}>
      {label}
      <OptionalMark show={optional} />
    </label>
  );
  return (
    <div className={cx("flex flex-col gap-1.5", fieldFrame(error))}>
      {labelAsHeading ? <h1 className="font-heading text-3xl font-semibold text-ink">{text}</h1> : text}
      {hint ? <FieldHint name={name}>{hint}</FieldHint> : null}
      {error ? <FieldError name={name}>{error}</FieldError> : null}
      {children}
    </div>
  );
}

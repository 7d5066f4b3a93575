import type { ReactNode } from "react";
import { cx } from "./class-names";
import { FieldError, FieldHint, type FieldProps, fieldFrame, OptionalMark } from "./field";
import { describedBy, fieldId } from "./field-ids";

export type ChoiceOption = {
  value: string;
  label: string;
  hint?: string | undefined;
  /** Checkboxes only: ticking it unticks the others ("None of these"). */
  exclusive?: boolean | undefined;
  /** Fields that belong to this choice. Shown with it; always shown without scripts. */
  reveal?: ReactNode;
};

export function optionId(name: string, index: number): string {
  return index === 0 ? fieldId(name) : `${fieldId(name)}-${index + 1}`;
}

/** Fieldset, legend, hint and error of a group of radios or checkboxes. */
export function ChoiceGroup({
  name,
  label,
  hint,
  error,
  optional,
  labelAsHeading,
  children,
}: FieldProps & { children: ReactNode }) {
  const text = (
    <>
      {label}
      <OptionalMark show={optional} />
    </>
  );
  return (
    // The frame stands around the fieldset: a border of its own would begin in the middle of the legend.
    <div className={fieldFrame(error)}>
      <fieldset className="min-w-0" aria-describedby={describedBy(name, { hint, error })}>
        <legend className={cx("p-0", labelAsHeading ? "mb-3" : "mb-1.5 font-semibold")}>
          {labelAsHeading ? <h1 className="font-heading text-3xl font-semibold">{text}</h1> : text}
        </legend>
        <div className="flex flex-col gap-1.5">
          {hint ? <FieldHint name={name}>{hint}</FieldHint> : null}
          {error ? <FieldError name={name}>{error}</FieldError> : null}
          {children}
        </div>
      </fieldset>
    </div>
  );
}

/** One native radio or checkbox; the whole row is the target. */
export function Choice({
  type,
  name,
  sentAs,
  index,
  option,
  defaultChecked,
  invalid,
  describing,
}: {
  type: "radio" | "checkbox";
  name: string;
  sentAs: string | undefined;
  index: number;
  option: ChoiceOption;
  defaultChecked: boolean;
  invalid: boolean;
  /** The error of a choice that stands alone. */
  describing?: string | undefined;
}) {
  const id = optionId(name, index);
  // The first choice has the id of its group, which may have a hint too.
  const ownHint = option.hint ? `${id}-meaning` : undefined;
  return (
    <div data-option={option.exclusive ? "exclusive" : ""}>
      <div data-choice="" className="flex items-start gap-3">
        <input
          id={id}
          type={type}
          name={sentAs ?? name}
          value={option.value}
          defaultChecked={defaultChecked}
          aria-invalid={invalid && type === "checkbox" ? true : undefined}
          aria-describedby={cx(ownHint, describing) || undefined}
          data-exclusive={option.exclusive ? "" : undefined}
          className="relative z-1 my-2 size-6 shrink-0 pointer-coarse:my-2.5"
        />
        <div className="min-w-0 grow">
          <label htmlFor={id} className="-ms-9 block min-h-10 ps-9 py-2 pointer-coarse:min-h-11 pointer-coarse:py-2.5">
            {option.label}
          </label>
          {option.hint ? (
            <p id={ownHint} className="-mt-2 pb-2 text-ink-soft">
              {option.hint}
            </p>
          ) : null}
        </div>
      </div>
      {option.reveal ? (
        <div data-reveal="" className="my-2 ms-3 flex flex-col gap-6 border-s-2 border-line-strong ps-5 pb-2">
          {option.reveal}
        </div>
      ) : null}
    </div>
  );
}

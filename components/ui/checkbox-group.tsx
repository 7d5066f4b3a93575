import { Choice, ChoiceGroup, type ChoiceOption } from "./choice";
import { ExclusiveOptions } from "./exclusive-options";
import { FieldError, type FieldProps, fieldFrame } from "./field";
import { errorId } from "./field-ids";

export type CheckboxGroupProps = FieldProps & {
  options: readonly ChoiceOption[];
  defaultValue?: readonly string[] | undefined;
};

export function CheckboxGroup({ options, defaultValue = [], ...field }: CheckboxGroupProps) {
  return (
    <ChoiceGroup {...field}>
      {options.map((option, index) => (
        <Choice
          key={option.value}
          type="checkbox"
          name={field.name}
          sentAs={field.sentAs}
          index={index}
          option={option}
          defaultChecked={defaultValue.includes(option.value)}
          invalid={field.error !== undefined}
        />
      ))}
      {options.some((option) => option.exclusive) ? <ExclusiveOptions /> : null}
    </ChoiceGroup>
  );
}

export type CheckboxProps = Pick<FieldProps, "name" | "sentAs" | "label" | "hint" | "error"> & {
  value?: string | undefined;
  defaultChecked?: boolean | undefined;
};

/** One statement to tick. */
export function Checkbox({ name, sentAs, label, hint, error, value = "yes", defaultChecked = false }: CheckboxProps) {
  return (
    <div className={fieldFrame(error)}>
      {error ? <FieldError name={name}>{error}</FieldError> : null}
      <Choice
        type="checkbox"
        name={name}
        sentAs={sentAs}
        index={0}
        option={{ value, label, hint }}
        defaultChecked={defaultChecked}
        invalid={error !== undefined}
        describing={error ? errorId(name) : undefined}
      />
    </div>
  );
}

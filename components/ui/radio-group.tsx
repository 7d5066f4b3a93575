import { Choice, ChoiceGroup, type ChoiceOption } from "./choice";
import type { FieldProps } from "./field";

export type RadioGroupProps = FieldProps & {
  options: readonly ChoiceOption[];
  defaultValue?: string | undefined;
};

export function RadioGroup({ options, defaultValue, ...field }: RadioGroupProps) {
  return (
    <ChoiceGroup {...field}>
      {options.map((option, index) => (
        <Choice
          key={option.value}
          type="radio"
          name={field.name}
          sentAs={field.sentAs}
          index={index}
          option={option}
          defaultChecked={option.value === defaultValue}
          invalid={field.error !== undefined}
        />
      ))}
    </ChoiceGroup>
  );
}

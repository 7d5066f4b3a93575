"use client";

import { Checkbox, CheckboxGroup, type CheckboxGroupProps, type CheckboxProps } from "@/components/ui/checkbox-group";
import { RadioGroup, type RadioGroupProps } from "@/components/ui/radio-group";
import { Select, type SelectProps } from "@/components/ui/select";
import { TextArea, type TextAreaProps } from "@/components/ui/text-area";
import { TextInput, type TextInputProps } from "@/components/ui/text-input";
import { errorOf, typedList, typedText, useFormContextValue } from "./form-context";

/** The native controls of the kit with the error and the typed value of the ActionForm around them. */
export function TextField(props: TextInputProps) {
  const { errors, values } = useFormContextValue();
  // A password is never sent back.
  const typed = props.type === "password" ? undefined : typedText(values, props.name);
  return (
    <TextInput
      {...props}
      error={errorOf(errors, props.name) ?? props.error}
      defaultValue={typed ?? props.defaultValue}
    />
  );
}

export function TextAreaField(props: TextAreaProps) {
  const { errors, values } = useFormContextValue();
  return (
    <TextArea
      {...props}
      error={errorOf(errors, props.name) ?? props.error}
      defaultValue={typedText(values, props.name) ?? props.defaultValue}
    />
  );
}

export function SelectField(props: SelectProps) {
  const { errors, values } = useFormContextValue();
  const chosen = typedText(values, props.name) ?? props.defaultValue;
  // React does not move a select to a new default: a new key does.
  return (
    <Select
      key={String(chosen ?? "")}
      {...props}
      error={errorOf(errors, props.name) ?? props.error}
      defaultValue={chosen}
    />
  );
}

export function RadioField(props: RadioGroupProps) {
  const { errors, values } = useFormContextValue();
  return (
    <RadioGroup
      {...props}
      error={errorOf(errors, props.name) ?? props.error}
      defaultValue={typedText(values, props.name) ?? props.defaultValue}
    />
  );
}

function wasSent(values: Record<string, unknown>): boolean {
  return Object.keys(values).length > 0;
}

export function CheckboxesField(props: CheckboxGroupProps) {
  const { errors, values } = useFormContextValue();
  // A group with nothing ticked is absent from what was sent.
  const ticked = typedList(values, props.name) ?? (wasSent(values) ? [] : props.defaultValue);
  return <CheckboxGroup {...props} error={errorOf(errors, props.name) ?? props.error} defaultValue={ticked} />;
}

export function CheckboxField(props: CheckboxProps) {
  const { errors, values } = useFormContextValue();
  const ticked = wasSent(values) ? typedText(values, props.name) !== undefined : props.defaultChecked;
  return <Checkbox {...props} error={errorOf(errors, props.name) ?? props.error} defaultChecked={ticked} />;
}

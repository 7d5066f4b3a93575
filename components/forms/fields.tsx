"use client";

import { Checkbox, CheckboxGroup, type CheckboxGroupProps, type CheckboxProps } from "@/components/ui/checkbox-group";
import { RadioGroup, type RadioGroupProps } from "@/components/ui/radio-group";
import { Select, type SelectProps } from "@/components/ui/select";
import { TextArea, type TextAreaProps } from "@/components/ui/text-area";
import { TextInput, type TextInputProps } from "@/components/ui/text-input";
import { errorOf, scopedName, typedList, typedText, useFormContextValue } from "./form-context";

/** The field of the form around it: with its error, and with ids of its own where forms share the page. */
function useField<P extends { name: string; error?: string | undefined }>(props: P) {
  const { scope, errors } = useFormContextValue();
  const error = errorOf(errors, props.name) ?? props.error;
  return { ...props, name: scopedName(scope, props.name), sentAs: props.name, error };
}

/** The native controls of the kit with the error and the typed value of the ActionForm around them. */
export function TextField(props: TextInputProps) {
  const { values } = useFormContextValue();
  // A password is never sent back.
  const typed = props.type === "password" ? undefined : typedText(values, props.name);
  return <TextInput {...useField(props)} defaultValue={typed ?? props.defaultValue} />;
}

export function TextAreaField(props: TextAreaProps) {
  const { values } = useFormContextValue();
  return <TextArea {...useField(props)} defaultValue={typedText(values, props.name) ?? props.defaultValue} />;
}

export function SelectField(props: SelectProps) {
  const { values } = useFormContextValue();
  const chosen = typedText(values, props.name) ?? props.defaultValue;
  // React does not move a select to a new default: a new key does.
  return <Select key={String(chosen ?? "")} {...useField(props)} defaultValue={chosen} />;
}

export function RadioField(props: RadioGroupProps) {
  const { values } = useFormContextValue();
  return <RadioGroup {...useField(props)} defaultValue={typedText(values, props.name) ?? props.defaultValue} />;
}

function wasSent(values: Record<string, unknown>): boolean {
  return Object.keys(values).length > 0;
}

export function CheckboxesField(props: CheckboxGroupProps) {
  const { values } = useFormContextValue();
  // A group with nothing ticked is absent from what was sent.
  const ticked = typedList(values, props.name) ?? (wasSent(values) ? [] : props.defaultValue);
  return <CheckboxGroup {...useField(props)} defaultValue={ticked} />;
}

export function CheckboxField(props: CheckboxProps) {
  const { values } = useFormContextValue();
  const ticked = wasSent(values) ? typedText(values, props.name) !== undefined : props.defaultChecked;
  return <Checkbox {...useField(props)} defaultChecked={ticked} />;
}

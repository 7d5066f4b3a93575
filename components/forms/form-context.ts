"use client";

import { createContext, useContext } from "react";
import type { FieldMessage } from "@/components/ui/field-ids";

export type FieldErrors = Record<string, string[] | undefined>;

export type FormContextValue = {
  errors: FieldErrors;
  values: Record<string, string | string[]>;
  pending: boolean;
  /** How the last sending was refused. */
  code?: string | undefined;
};

export const FormContext = createContext<FormContextValue>({ errors: {}, values: {}, pending: false });

export function useFormContextValue(): FormContextValue {
  return useContext(FormContext);
}

function baseName(name: string): string {
  return name.replace(/\[\]$/, "");
}

export function errorOf(errors: FieldErrors, name: string): string | undefined {
  return errors[name]?.[0] ?? errors[baseName(name)]?.[0];
}

/** What was typed, as one text; undefined when the form was not sent yet. */
export function typedText(values: FormContextValue["values"], name: string): string | undefined {
  const value = values[name];
  return Array.isArray(value) ? value[0] : value;
}

export function typedList(values: FormContextValue["values"], name: string): string[] | undefined {
  const value = values[name] ?? values[baseName(name)];
  return typeof value === "string" ? [value] : value;
}

/** The lines of the summary, one a field, in the order of the fields. */
export function summaryMessages(errors: FieldErrors): FieldMessage[] {
  return Object.entries(errors).flatMap(([name, messages]) => {
    const message = messages?.[0];
    return message === undefined ? [] : [{ name, message }];
  });
}

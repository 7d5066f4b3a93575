"use client";

import { createContext, useContext } from "react";
import type { FieldMessage } from "@/components/ui/field-ids";

export type FieldErrors = Record<string, string[] | undefined>;

export type FormContextValue = {
  /** Goes before the ids of the fields. */
  scope?: string | undefined;
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

/** What the ids of a field derive from, in a form that shares its page with others. */
export function scopedName(scope: string | undefined, name: string): string {
  return scope === undefined ? name : `${scope}-${name}`;
}

/** The lines of the summary, one a field, in the order of the fields. */
export function summaryMessages(errors: FieldErrors, scope?: string): FieldMessage[] {
  return Object.entries(errors).flatMap(([name, messages]) => {
    const message = messages?.[0];
    return message === undefined ? [] : [{ name: scopedName(scope, name), message }];
  });
}

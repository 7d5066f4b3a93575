"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ActionForm, type ActionFormProps } from "./action-form";
import type { FieldErrors } from "./form-context";
import { formValues } from "./form-values";

/** What a form holds before a schema has looked at it; gives the resolver its input type, whatever the schema's own is. */
const typedValues = z.record(z.string(), z.unknown()).transform((values): unknown => values);

function firstMessage(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string") return error.message;
  return Object.entries(error)
    .filter(([key]) => key !== "ref")
    .map(([, inner]) => firstMessage(inner))
    .find((message) => message !== undefined);
}

/** react-hook-form nests errors by path; a page has one message a field. */
export function messagesByField(errors: Record<string, unknown>): FieldErrors {
  const found: FieldErrors = {};
  for (const [name, error] of Object.entries(errors)) {
    const message = firstMessage(error);
    if (message !== undefined) found[name] = [message];
  }
  return found;
}

/**
 * An ActionForm that first checks in the browser by the zod schema that the action uses. A schema cannot travel from a
 * server page: wrap this in a small client component that imports the schema. `lists` names the fields that are lists.
 */
export function ValidatedForm<T = undefined>({
  schema,
  lists = [],
  ...form
}: Omit<ActionFormProps<T>, "validate"> & {
  schema: z.ZodType;
  lists?: readonly string[];
}) {
  const resolver = useMemo(() => zodResolver(typedValues.pipe(schema)), [schema]);
  const { reset, handleSubmit } = useForm<Record<string, unknown>, unknown, unknown>({
    resolver,
    mode: "onSubmit",
    reValidateMode: "onSubmit",
    shouldFocusError: false,
  });

  async function validate(data: FormData): Promise<FieldErrors | null> {
    let problems: FieldErrors | null = null;
    reset(formValues(data, lists));
    await handleSubmit(
      () => {},
      (errors) => {
        problems = messagesByField(errors);
      },
    )();
    return problems;
  }

  return <ActionForm {...form} validate={validate} />;
}

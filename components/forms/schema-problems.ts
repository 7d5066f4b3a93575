import { zodResolver } from "@hookform/resolvers/zod";
import { createFormControl } from "react-hook-form";
import { z } from "zod";
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

/** What a schema says of the values of a form; null when nothing is wrong. `lists` names the fields that are lists. */
export async function schemaProblems(
  schema: z.ZodType,
  data: FormData,
  lists: readonly string[],
): Promise<FieldErrors | null> {
  const { handleSubmit } = createFormControl<Record<string, unknown>, unknown, unknown>({
    resolver: zodResolver(typedValues.pipe(schema)),
    defaultValues: formValues(data, lists),
    shouldFocusError: false,
  });
  let problems: FieldErrors | null = null;
  await handleSubmit(
    () => {},
    (errors) => {
      problems = messagesByField(errors);
    },
  )();
  return problems;
}

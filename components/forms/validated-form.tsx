"use client";

import { useEffect, useRef } from "react";
import type { z } from "zod";
import { ActionForm, type ActionFormProps } from "./action-form";
import { onFirstUse } from "./first-use";
import type { FieldErrors } from "./form-context";

/**
 * An ActionForm that first checks in the browser by the zod schema that the action uses. A schema cannot travel from a
 * server page: wrap this in a small client component that imports the schema, when it is called for. What checks is
 * heavier than the page and comes with its first use; where it cannot be fetched, the server's check is the only one.
 * `lists` names the fields that are lists.
 */
export function ValidatedForm<T = undefined>({
  schema,
  lists = [],
  ...form
}: Omit<ActionFormProps<T>, "validate"> & {
  schema: () => Promise<z.ZodType>;
  lists?: readonly string[];
}) {
  const load = useRef(() => Promise.all([schema(), import("./schema-problems")]));
  useEffect(() => {
    load.current = () => Promise.all([schema(), import("./schema-problems")]);
  });
  useEffect(() => onFirstUse(() => void load.current().catch(() => undefined)), []);

  async function validate(data: FormData): Promise<FieldErrors | null> {
    const loaded = await load.current().catch(() => null);
    if (loaded === null) return null;
    const [known, { schemaProblems }] = loaded;
    return schemaProblems(known, data, lists);
  }

  return <ActionForm {...form} validate={validate} />;
}

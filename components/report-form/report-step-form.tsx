"use client";

import type { ReactNode } from "react";
import type { FormAction } from "@/components/forms/action-form";
import { ValidatedForm } from "@/components/forms/validated-form";
import type { RawAnswers } from "@/lib/reports/form/answers";
import type { Field } from "@/lib/reports/form/fields";

/** A page of the report form, checked in the browser by the schema that the server uses; the server looks up the rest. */
export function ReportStepForm({
  action,
  fields,
  known,
  today,
  title,
  hidden,
  id,
  children,
}: {
  id?: string;
  action: FormAction<undefined>;
  fields: readonly Field[];
  /** Answers of this step that another page asks. */
  known: RawAnswers;
  today: string;
  title: string;
  hidden: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const schema = async () => {
    const { pageSchema } = await import("@/lib/reports/form/schema");
    return pageSchema(fields, { today }, known);
  };
  return (
    <ValidatedForm
      id={id}
      schema={schema}
      action={action}
      title={title}
      hidden={hidden}
      className="flex flex-col gap-9"
    >
      {/* Enter in a field presses the first button of a form: it shall go on, not score or preview. */}
      <button type="submit" hidden tabIndex={-1} />
      {children}
    </ValidatedForm>
  );
}

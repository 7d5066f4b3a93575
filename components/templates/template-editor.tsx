"use client";

import { useEffect, useRef, useState } from "react";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { fieldId } from "@/components/ui/field-ids";
import { MOVE_RULES, type Move } from "@/lib/reports/state";
import { TEMPLATE_BODY_MAX, TEMPLATE_MOVES } from "@/lib/templates/schema";
import type { TemplateView } from "@/lib/templates/types";
import { EXAMPLE_VALUES, fillIn, unknownIn, VARIABLES } from "@/lib/templates/variables";

/** The fields of a template, with what it becomes for an example beneath; the preview follows what is typed. */
export function TemplateEditor({ template }: { template?: TemplateView | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const [body, setBody] = useState(template?.body ?? "");
  useEffect(() => {
    // What was typed before the scripts came, and what a refused form brought back.
    setBody(place.current?.querySelector<HTMLTextAreaElement>(`#${fieldId("body")}`)?.value ?? "");
  }, []);
  const unknown = unknownIn(body);
  return (
    <div ref={place} className="flex flex-col gap-6">
      <TextField
        name="title"
        label="Name"
        hint="As the team looks for it"
        defaultValue={template?.title}
        autoComplete="off"
      />
      <SelectField
        name="move"
        label="Offered"
        defaultValue={template?.move ?? ""}
        options={[
          { value: "", label: "For any message" },
          ...TEMPLATE_MOVES.map((move: Move) => ({ value: move, label: `With “${MOVE_RULES[move].label}”` })),
        ]}
      />
      <TextField
        name="language"
        label="Language"
        hint="A language tag like en or fr-CA"
        defaultValue={template?.language ?? "en"}
        autoComplete="off"
      />
      <TextAreaField
        name="body"
        label="Text"
        hint="Markdown works. What is known of the report takes the place of a variable"
        rows={10}
        limit={TEMPLATE_BODY_MAX}
        defaultValue={template?.body}
        onInput={(event) => setBody(event.currentTarget.value)}
      />
      <section aria-labelledby="preview" className="rounded-md border border-line bg-surface p-4">
        <h2 id="preview" className="mb-2 font-semibold">
          With an example
        </h2>
        <p className="max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">
          {body === "" ? <span className="text-ink-faint">Nothing yet</span> : fillIn(body, EXAMPLE_VALUES)}
        </p>
        {unknown.length > 0 ? (
          <p className="mt-2 text-soon [overflow-wrap:anywhere]">There is no variable {unknown.join(", ")}</p>
        ) : null}
      </section>
      <section aria-labelledby="variables">
        <h2 id="variables" className="mb-2 font-semibold">
          Variables
        </h2>
        <dl className="flex flex-col gap-1.5 text-sm">
          {Object.entries(VARIABLES).map(([name, { stands }]) => (
            <div key={name} className="grid gap-x-4 sm:grid-cols-[14rem_minmax(0,1fr)]">
              <dt className="font-mono text-xs break-all">
                {name === "policy.clause" ? "{{policy.clause:1.2}}" : `{{${name}}}`}
              </dt>
              <dd className="text-ink-soft">{stands}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

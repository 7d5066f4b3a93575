"use client";

import { type ChangeEvent, useActionState, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { fieldId } from "@/components/ui/field-ids";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import type { Proposal } from "@/lib/policy/import/proposal";
import { MAX_SOURCE_BYTES, readSource } from "@/lib/policy/import/source";
import { ProposalForm } from "./proposal-form";

/** What stands on the page: the text, and what was read from it. Errors keep both. */
export type ImportState = {
  text: string;
  program: string;
  format: string;
  error: { field: string; message: string } | null;
  proposal: Proposal | null;
  /** Ids that were ticked when the form came back; null for those of the beginning. */
  taken: string[] | null;
};
export type ImportAction = (state: ImportState, form: FormData) => Promise<ImportState>;

const FORMATS: SelectOption[] = [
  { value: "", label: "Find out by itself" },
  { value: "text", label: "Plain text" },
  { value: "markdown", label: "Markdown" },
  { value: "html", label: "HTML" },
];
const FORMAT_OF: Record<string, string> = { md: "markdown", markdown: "markdown", html: "html", htm: "html" };

/** Paste or choose a policy, check what was read, open it as a draft. Without scripts the text is pasted. */
export function ImportDesk({ programs, action }: { programs: readonly SelectOption[]; action: ImportAction }) {
  const [state, dispatch, pending] = useActionState(action, {
    text: "",
    program: programs[0]?.value ?? "",
    format: "",
    error: null,
    proposal: null,
    taken: null,
  });
  const [found, setFound] = useState<{ message: string; against: ImportState } | null>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const format = useRef<HTMLSelectElement>(null);
  const inBrowser = found?.against === state ? { field: "text", message: found.message } : null;
  const error = inBrowser ?? state.error;
  const atText = error?.field === "text" ? error.message : undefined;

  useEffect(() => {
    if (state.error) document.getElementById("error-summary")?.focus();
    else if (state.proposal) result.current?.focus();
  }, [state]);

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.currentTarget.files?.[0];
    if (!file) return;
    // One byte above the limit is enough to refuse a file; a large one is never read whole.
    const bytes =
      file.size > MAX_SOURCE_BYTES ? new Uint8Array(MAX_SOURCE_BYTES + 1) : new Uint8Array(await file.arrayBuffer());
    const source = readSource(bytes);
    if (!source.ok) {
      setFound({ message: source.reason, against: state });
      return;
    }
    setFound(null);
    if (text.current) text.current.value = source.text;
    if (format.current) format.current.value = FORMAT_OF[file.name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "";
  }

  return (
    <div className="flex flex-col gap-8">
      {error ? (
        <ErrorSummary
          errors={error.field === "" ? [] : [{ name: error.field, message: error.message }]}
          message={error.field === "" ? error.message : undefined}
        />
      ) : null}
      <form key={state.proposal ? "read" : "new"} action={dispatch} noValidate aria-busy={pending || undefined}>
        <details open={state.proposal === null || atText !== undefined}>
          <summary
            className={
              state.proposal ? "min-h-8 text-link underline underline-offset-4 pointer-coarse:min-h-11" : "hidden"
            }
          >
            The text that was read
          </summary>
          <div className="flex max-w-form flex-col gap-6 text-base">
            {programs.length > 1 ? (
              <Select name="program" label="Program" options={programs} defaultValue={state.program} />
            ) : (
              <input type="hidden" name="program" value={state.program} />
            )}
            <TextArea
              ref={text}
              name="text"
              label="The policy"
              hint="Plain text, Markdown or HTML, with everything around it: what does not belong is left out and listed"
              error={atText}
              rows={14}
              mono
              spellCheck={false}
              defaultValue={state.text}
            />
            <FileChoice onChoose={(event) => void choose(event)} />
            <Select ref={format} name="format" label="Format" options={FORMATS} defaultValue={state.format} />
            <Button type="submit" name="intent" value="read">
              {state.proposal ? "Read it again" : "Read the policy"}
            </Button>
          </div>
        </details>
      </form>
      {state.proposal ? (
        <section aria-labelledby="proposal" className="flex flex-col gap-6">
          <h2 id="proposal" ref={result} tabIndex={-1} className="text-lg font-semibold">
            What was read
          </h2>
          <ProposalForm state={state} proposal={state.proposal} dispatch={dispatch} />
        </section>
      ) : null}
    </div>
  );
}

/** Appears where the browser can read a file by itself. */
function FileChoice({ onChoose }: { onChoose: (event: ChangeEvent<HTMLInputElement>) => void }) {
  const [able, setAble] = useState(false);
  useEffect(() => setAble(true), []);
  if (!able) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={fieldId("file")} className="font-semibold">
        Or a file
      </label>
      <p id="file-hint" className="text-ink-soft">
        Its text is put into the field above; the file itself goes nowhere
      </p>
      <input
        id={fieldId("file")}
        type="file"
        accept=".txt,.md,.markdown,.html,.htm,text/*"
        aria-describedby="file-hint"
        onChange={onChoose}
      />
    </div>
  );
}

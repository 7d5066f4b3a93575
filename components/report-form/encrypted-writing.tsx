"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { FormContext } from "@/components/forms/form-context";
import { formValues } from "@/components/forms/form-values";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { encryptTo } from "@/lib/pgp/encrypt";
import type { StepForm } from "@/lib/reports/form/fields";
import { judge } from "@/lib/reports/form/judge";
import { plaintextOf } from "@/lib/reports/form/plaintext";
import { readForm } from "@/lib/reports/form/schema";
import { AskedFields } from "./asked-fields";

export type EncryptedWritingProps = {
  forms: readonly StepForm[];
  armoredKey: string;
  today: string;
  /** The portal's instant, to judge the key at. */
  now: string;
  /** The form whose Continue encrypts first. */
  formId: string;
};

type Errors = Record<string, string[]>;

/** The questions, in a form of their own that no browser sends, and their encryption before the other form is sent. */
export function EncryptedWriting({ forms, armoredKey, today, now, formId }: EncryptedWritingProps) {
  const typed = useRef<HTMLFormElement>(null);
  // Outlives a page that comes anew from the server while something is being encrypted.
  const made = useRef(false);
  const [errors, setErrors] = useState<Errors>({});
  const [state, setState] = useState<"idle" | "encrypting" | "failed">("idle");
  const fields = useMemo(() => forms.flatMap((form) => form.fields), [forms]);

  useEffect(() => {
    if (Object.keys(errors).length > 0) document.getElementById("encrypt-problem")?.focus();
  }, [errors]);

  useEffect(() => {
    const form = document.getElementById(formId);
    const message = form instanceof HTMLFormElement ? form.elements.namedItem("encryptedMessage") : null;
    if (!(form instanceof HTMLFormElement) || !(message instanceof HTMLTextAreaElement)) return;
    async function encrypt(own: HTMLFormElement, submitter: HTMLElement | null, target: HTMLTextAreaElement) {
      if (typed.current === null) return;
      const { raw } = readForm(fields, formValues(new FormData(typed.current)));
      const { answers, problems } = judge(fields, raw, { today });
      const found: Errors = {};
      for (const { field, message: sentence } of problems) found[field] ??= [sentence];
      setErrors(found);
      if (problems.length > 0) return;
      setState("encrypting");
      try {
        const bytes = new TextEncoder().encode(plaintextOf(forms, answers));
        target.value = await encryptTo([armoredKey], bytes, new Date(now));
        setState("idle");
      } catch {
        setState("failed");
        return;
      }
      // In a task of its own: with the library at hand all this ends before the press's own event does, and a form that
      // is still firing that event ignores a second sending.
      setTimeout(() => {
        made.current = true;
        own.requestSubmit(submitter);
        made.current = false;
      });
    }

    // Before the form's own handler, which sends what it holds.
    const first = (event: SubmitEvent) => {
      if (made.current) return;
      event.preventDefault();
      event.stopPropagation();
      void encrypt(form, event.submitter, message);
    };
    form.addEventListener("submit", first, { capture: true });
    return () => form.removeEventListener("submit", first, { capture: true });
  }, [armoredKey, fields, formId, forms, now, today]);

  useEffect(() => {
    // Nothing of this page is saved, so leaving it with text in it is asked about.
    const warn = (event: BeforeUnloadEvent) => {
      const boxes = typed.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
        "textarea, input[type=text]",
      );
      if (Array.from(boxes ?? []).some(({ value }) => value !== "")) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);

  const listed = Object.entries(errors).map(([name, [message = ""]]) => ({ name, message }));
  return (
    <form
      ref={typed}
      // A form for a dialog that is not there: no browser sends it, whatever happens to the script.
      method="dialog"
      noValidate
      autoComplete="off"
      aria-label="What will be encrypted"
      className="flex flex-col gap-9"
    >
      {listed.length > 0 ? <ErrorSummary id="encrypt-problem" errors={listed} /> : null}
      {state === "failed" ? (
        <Notice kind="error" title="This browser could not encrypt it" live="alert">
          Nothing was sent, and your text is still here. Try once more, or copy it out and encrypt it with your own
          program.
        </Notice>
      ) : null}
      <FormContext value={{ errors, values: {}, pending: state === "encrypting" }}>
        {forms.map((form) => (
          <section key={form.step} aria-labelledby={`part-${form.step}`} className="flex flex-col gap-9">
            <h2 id={`part-${form.step}`} className="border-b border-line-strong pb-1 text-xl font-semibold">
              {form.title}
            </h2>
            <AskedFields fields={form.fields} answers={{}} />
          </section>
        ))}
      </FormContext>
      <p role="status" className="sr-only">
        {state === "encrypting" ? "Encrypting" : ""}
      </p>
    </form>
  );
}

"use client";

import dynamic from "next/dynamic";
import { type ChangeEvent, type FormEvent, useActionState, useEffect, useMemo, useRef, useState } from "react";
import { type FieldErrors, FormContext, summaryMessages } from "@/components/forms/form-context";
import { formValues, submittedData } from "@/components/forms/form-values";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { fieldId } from "@/components/ui/field-ids";
import { differencesOf } from "@/lib/policy/edit/conflict";
import { readSection, writeSection } from "@/lib/policy/edit/document";
import type { FieldValues } from "@/lib/policy/edit/fields";
import { idsIn, operateOnItems } from "@/lib/policy/edit/items";
import type { Verdict } from "@/lib/policy/edit/judge";
import { previewPath } from "@/lib/policy/edit/paths";
import { sectionOf } from "@/lib/policy/edit/sections";
import type { EditorView, SectionAnswer } from "@/lib/policy/edit/types";
import { countWords } from "@/lib/policy/lint/report";
import type { LintSubject } from "@/lib/policy/lint/types";
import type { Result } from "@/lib/result";
import { ConflictPanel } from "./conflict-panel";
import { FieldControls } from "./field-controls";
import { addId, itemId } from "./item-list";
import { type SaveOutcome, saveWords, useAutosave } from "./use-autosave";
import { VerdictPanel } from "./verdict-panel";

const SectionPreview = dynamic(() => import("./section-preview").then((module) => module.SectionPreview), {
  ssr: false,
  loading: () => <p className="text-ink-soft">Preparing the preview</p>,
});

export type SectionState = Result<SectionAnswer> | null;
type Stale = Extract<SectionAnswer, { outcome: "stale" }>;

/** Milliseconds between typing and the linter's word on it. */
const LOOK_AFTER = 150;

/**
 * One section of a draft: its fields, which save themselves, beside what the portal says about them as they are typed.
 * Without scripts it is a plain form with a button.
 */
export function SectionEditor({
  view,
  sectionId,
  mark: firstMark,
  verdict: firstVerdict,
  save,
}: {
  view: EditorView;
  sectionId: string;
  mark: string;
  verdict: Verdict;
  save: (state: SectionState, form: FormData) => Promise<SectionState>;
}) {
  const [answer, dispatch] = useActionState(save, null);
  const plain = answer?.ok && answer.data.outcome === "stale" ? answer.data : null;
  const refused = answer && !answer.ok ? answer : null;
  const section = useMemo(() => sectionOf(view.document, sectionId), [view.document, sectionId]);
  const fields = section?.fields ?? [];
  const first = () => plain?.yours ?? refused?.values ?? (section ? readSection(view.document, section) : {});
  const [values, setValues] = useState<FieldValues>(first);
  const [typed, setTyped] = useState<FieldValues>(values);
  const [stale, setStale] = useState<Stale | null>(plain);
  const [problem, setProblem] = useState<{ errors: FieldErrors; message?: string | undefined } | null>(
    refused ? { errors: refused.fieldErrors ?? {}, message: refused.message } : null,
  );
  const [asked, setAsked] = useState(refused !== null);
  const [filling, setFilling] = useState(0);
  const [said, setSaid] = useState("");
  const [focus, setFocus] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const mark = useRef(plain?.mark ?? firstMark);
  const draft = useMemo(
    () => (section ? writeSection(view.document, section, typed).draft : view.document),
    [view.document, section, typed],
  );
  const verdict = useVerdict(view, draft, firstVerdict);

  async function send(): Promise<SaveOutcome> {
    if (!form.current) return { kind: "refused", message: "the form is gone" };
    const data = submittedData(form.current, null);
    data.set("mark", mark.current);
    const result = await save(null, data);
    if (!result) return { kind: "retry" };
    if (!result.ok) {
      if (result.code === "FAILED" || result.code === "RATE_LIMITED") return { kind: "retry" };
      const count = summaryMessages(result.fieldErrors ?? {}).length;
      setProblem({ errors: result.fieldErrors ?? {}, message: count > 0 ? undefined : refusalWords(result) });
      return {
        kind: "refused",
        message: count > 0 ? `${count === 1 ? "a field needs" : `${count} fields need`} a look` : refusalWords(result),
      };
    }
    setProblem(null);
    setAsked(false);
    mark.current = result.data.mark;
    if (result.data.outcome === "stale") {
      setStale({ ...result.data, yours: formValues(data) });
      return { kind: "refused", message: "somebody else changed this part, choose below" };
    }
    setStale(null);
    if (result.data.values) {
      setValues(result.data.values);
      setTyped(result.data.values);
      setFilling((count) => count + 1);
    }
    return { kind: "saved", at: result.data.savedAt };
  }

  const { state, changed, saveNow } = useAutosave(form, send);

  function look(event: ChangeEvent<HTMLFormElement> | FormEvent<HTMLFormElement>) {
    setTyped(formValues(new FormData(event.currentTarget)));
    // While two versions wait for a choice, only the button saves.
    if (!stale) changed();
  }

  function operate(operation: string) {
    if (!form.current || !section) return;
    const reserved = [...idsIn(view.document), ...idsIn(view.base?.document)];
    const after = operateOnItems(fields, formValues(new FormData(form.current)), operation, reserved);
    if (!after) return;
    setValues(after.values);
    setTyped(after.values);
    setSaid(operationWords(operation));
    setFocus(after.item === "" ? addId(after.list) : itemId(after.list, after.item));
    if (!stale) changed();
  }

  useEffect(() => {
    if (focus === null) return;
    document.getElementById(focus)?.focus();
    setFocus(null);
  }, [focus]);

  useEffect(() => {
    if (asked && problem) document.getElementById("error-summary")?.focus();
  }, [asked, problem]);

  const context = useMemo(
    () => ({ errors: problem?.errors ?? {}, values: refused?.values ?? {}, pending: false }),
    [problem, refused],
  );
  if (!section) return null;
  return (
    <div className="grid grid-cols-1 gap-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <form
        ref={form}
        action={dispatch}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          void saveNow();
        }}
        onInput={look}
        noValidate
        className="flex min-w-0 max-w-form flex-col gap-6 text-base"
      >
        {asked && problem ? <ErrorSummary errors={summaryMessages(problem.errors)} message={problem.message} /> : null}
        <input type="hidden" name="mark" value={stale?.mark ?? firstMark} />
        {stale ? (
          <ConflictPanel differences={differencesOf(fields, stale.yours, stale.theirs)} savedBy={stale.savedBy} />
        ) : null}
        <FormContext value={context}>
          <FieldControls key={filling} fields={fields} values={values} calendars={view.calendars} onOperate={operate} />
        </FormContext>
        <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-paper px-1 py-3">
          <Button type="submit" size="compact">
            Save
          </Button>
          <p
            role="status"
            className={state.kind === "refused" || state.kind === "retrying" ? "text-breach" : "text-ink-soft"}
          >
            {saveWords(state, view.zone)}
          </p>
          <a href="#verdict" className="ms-auto text-link underline underline-offset-4 xl:hidden">
            {countWords(verdict.findings)}
          </a>
          <span role="status" className="sr-only">
            {said}
          </span>
        </div>
      </form>
      <aside
        id="verdict"
        aria-label="What the portal says about it"
        className="flex min-w-0 scroll-mt-4 flex-col gap-6"
      >
        <VerdictPanel publicId={view.publicId} draft={draft} section={sectionId} verdict={verdict} />
        <Preview view={view} draft={draft} section={sectionId} />
      </aside>
    </div>
  );
}

/** The verdict on what is typed, by the linter itself, which is fetched when the first change asks for it. */
function useVerdict(view: EditorView, draft: LintSubject, first: Verdict): Verdict {
  const [verdict, setVerdict] = useState(first);
  useEffect(() => {
    if (draft === view.document) return;
    let current = true;
    const timer = setTimeout(async () => {
      const { judge } = await import("@/lib/policy/edit/judge");
      if (current) setVerdict(judge(view, draft));
    }, LOOK_AFTER);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [view, draft]);
  return verdict;
}

function Preview({ view, draft, section }: { view: EditorView; draft: LintSubject; section: string }) {
  const [open, setOpen] = useState(false);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <section aria-labelledby="preview-title" className="flex flex-col gap-3">
      <h2 id="preview-title" className="text-base font-semibold">
        As it will be read
      </h2>
      {ready ? (
        <div>
          <Button variant="secondary" size="compact" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide the preview" : "Show the preview"}
          </Button>
        </div>
      ) : null}
      {open ? (
        <div className="rounded-lg border border-line bg-paper p-4 text-base">
          <SectionPreview view={view} draft={draft} section={section} />
        </div>
      ) : (
        <p>
          <a
            href={previewPath(view.publicId, /^\d/.test(section) ? section : undefined)}
            className="text-link underline underline-offset-4"
          >
            The whole policy, as last saved
          </a>
        </p>
      )}
    </section>
  );
}

function refusalWords(result: Extract<NonNullable<SectionState>, { ok: false }>): string {
  if (result.code === "NOT_FOUND") {
    return "you are signed out, or may not open this draft any more. Sign in again in another tab: what you typed stays here";
  }
  return result.message;
}

function operationWords(operation: string): string {
  const [what, list] = operation.split(":");
  const done = { add: "Added to", up: "Moved up in", down: "Moved down in", remove: "Removed from" }[what ?? ""];
  return done ? `${done} ${fieldId(list ?? "")}` : "";
}

"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { describedBy, fieldId } from "@/components/ui/field-ids";
import { TextArea } from "@/components/ui/text-area";
import { KEYS_ADDRESS, pastedReceipt, sizeProblem } from "@/lib/receipts/given";
import type { KnownProgram, ShownVerdict } from "@/lib/receipts/verdict";
import { VerdictView } from "./verdict-view";

export type VerifyState = { verdict: ShownVerdict | null; problem: string | null; typed: string };
export type VerifyAction = (state: VerifyState | null, form: FormData) => Promise<VerifyState>;

/**
 * Paste or choose a receipt. With scripts it is checked in the browser and goes nowhere; without them, or where the
 * browser cannot, the server checks it and keeps nothing.
 */
export function VerifyForm({ action, programs }: { action: VerifyAction; programs: readonly KnownProgram[] }) {
  const [answered, dispatch, pending] = useActionState(action, null);
  const [here, setHere] = useState<{ state: VerifyState; against: VerifyState | null }>();
  const [busy, setBusy] = useState(false);
  const outcome = useRef<HTMLDivElement>(null);
  const state = here?.against === answered ? here.state : answered;

  useEffect(() => {
    if (state?.problem) document.getElementById("verify-problem")?.focus();
    else if (state?.verdict) outcome.current?.focus();
  }, [state]);

  async function check(form: HTMLFormElement) {
    const data = new FormData(form);
    const file = data.get("file");
    const chosen = file instanceof File && file.size > 0 ? file : null;
    const typed = String(data.get("receipt") ?? "");
    const pasted = pastedReceipt(typed);
    const problem = sizeProblem(chosen ? chosen.size : new TextEncoder().encode(pasted).length);
    const say = (verdict: ShownVerdict | null) => setHere({ state: { verdict, problem, typed }, against: answered });
    if (problem) return say(null);
    setBusy(true);
    try {
      const { verifyHere } = await import("./verify-here");
      const bytes = chosen ? new Uint8Array(await chosen.arrayBuffer()) : pasted;
      say(await verifyHere(bytes, programs, KEYS_ADDRESS));
    } catch {
      startTransition(() => dispatch(data));
    } finally {
      setBusy(false);
    }
  }

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!busy && !pending) void check(event.currentTarget);
  }

  const problem = state?.problem ?? undefined;
  return (
    <div className="flex flex-col gap-8">
      {problem ? (
        <ErrorSummary id="verify-problem" errors={[{ name: "receipt", message: problem }]} />
      ) : state?.verdict ? (
        <div ref={outcome} tabIndex={-1}>
          <VerdictView verdict={state.verdict} />
        </div>
      ) : null}
      <form
        action={dispatch}
        onSubmit={send}
        noValidate
        className="flex flex-col gap-6"
        aria-busy={busy || pending || undefined}
      >
        <TextArea
          name="receipt"
          label="The text of the receipt"
          hint="All of receipt.json, from the first brace to the last"
          error={problem}
          defaultValue={state?.typed}
          rows={8}
          mono
          spellCheck={false}
          autoComplete="off"
        />
        <Field name="file" label="Or its file" hint="receipt.json or export.json; it counts before the text">
          <input
            id={fieldId("file")}
            name="file"
            type="file"
            accept="application/json,.json"
            aria-describedby={describedBy("file", { hint: "receipt.json or export.json; it counts before the text" })}
          />
        </Field>
        <div>
          <Button type="submit">{busy || pending ? "Verifying…" : "Verify"}</Button>
        </div>
      </form>
    </div>
  );
}

"use client";

import { useActionState, useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { QUESTION_MAX } from "@/lib/inquiries/schema";

export type QuestionTyped = { subject: string; text: string; email: string };
export type QuestionState = {
  typed: QuestionTyped;
  errors: Readonly<Record<string, string>>;
  /** It reads like a report of a vulnerability: said once, and then taken as it is. */
  hint: boolean;
};
export type QuestionAction = (state: QuestionState | null, form: FormData) => Promise<QuestionState>;

/** Asks the security team something that is no report. With scripts or without, what was typed stays. */
export function QuestionForm({
  action,
  signedIn,
  reportHref,
  idempotencyKey,
}: {
  action: QuestionAction;
  signedIn: boolean;
  reportHref: string;
  idempotencyKey: string;
}) {
  const [state, dispatch, pending] = useActionState(action, null);
  const errors = Object.entries(state?.errors ?? {}).map(([name, message]) => ({ name, message }));
  const hint = state?.hint ?? false;

  useEffect(() => {
    if (state) document.getElementById(hint ? "hint" : "error-summary")?.focus();
  }, [state, hint]);

  return (
    <form action={dispatch} noValidate aria-busy={pending || undefined} className="flex max-w-form flex-col gap-6">
      <ErrorSummary
        errors={errors.filter(({ name }) => name !== "form")}
        message={errors.find(({ name }) => name === "form")?.message}
      />
      {hint ? (
        <div id="hint" tabIndex={-1}>
          <Notice kind="warning" title="This looks like a vulnerability: use the report form">
            <p>
              A report gets a signed receipt and the dates that the policy promises; a question gets neither.{" "}
              <a href={reportHref} className="font-semibold text-link underline underline-offset-4">
                Report a vulnerability
              </a>
              , or send it as a question all the same: what you wrote is still here.
            </p>
          </Notice>
          <input type="hidden" name="sure" value="yes" />
        </div>
      ) : null}
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextInput
        name="subject"
        label="What is it about?"
        error={state?.errors.subject}
        defaultValue={state?.typed.subject}
        autoComplete="off"
      />
      <TextArea
        name="text"
        label="Your question"
        error={state?.errors.text}
        defaultValue={state?.typed.text}
        rows={6}
        limit={QUESTION_MAX}
      />
      {signedIn ? null : (
        <TextInput
          name="email"
          type="email"
          label="Your e-mail address"
          hint="Only to tell you that there is an answer; it is kept encrypted"
          error={state?.errors.email}
          defaultValue={state?.typed.email}
          autoComplete="email"
          width="medium"
        />
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit">{hint ? "Send it as a question" : "Send the question"}</Button>
      </div>
    </form>
  );
}

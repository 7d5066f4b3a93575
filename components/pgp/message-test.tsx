"use client";

import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { TextArea } from "@/components/ui/text-area";

export type TestState = { typed: string; problem: string | null; said: "yes" | "perhaps" | "no" | null };

/** Says in words whether a pasted message is encrypted to the key of this page. Works without scripts. */
export function MessageTest({ action }: { action: (state: TestState | null, form: FormData) => Promise<TestState> }) {
  const [state, dispatch, pending] = useActionState(action, null);
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state?.problem) document.getElementById("test-problem")?.focus();
    else if (state?.said) outcome.current?.focus();
  }, [state]);
  const problem = state?.problem ?? undefined;
  return (
    <div className="flex flex-col gap-6">
      {problem ? (
        <ErrorSummary id="test-problem" errors={[{ name: "message", message: problem }]} />
      ) : state?.said ? (
        <div ref={outcome} tabIndex={-1}>
          <Outcome said={state.said} />
        </div>
      ) : null}
      <form action={dispatch} noValidate className="flex flex-col gap-4" aria-busy={pending || undefined}>
        <TextArea
          name="message"
          label="Encrypted message"
          hint="A test text of yours, encrypted: from BEGIN to END"
          error={problem}
          defaultValue={state?.typed}
          rows={6}
          mono
          spellCheck={false}
          autoComplete="off"
        />
        <div>
          <Button type="submit" variant="secondary">
            {pending ? "Testing…" : "Test the message"}
          </Button>
        </div>
      </form>
    </div>
  );
}

function Outcome({ said }: { said: "yes" | "perhaps" | "no" }) {
  if (said === "yes") {
    return (
      <Notice kind="success" title="Encrypted to this key">
        The team can read it. You can send your report like this.
      </Notice>
    );
  }
  if (said === "perhaps") {
    return (
      <Notice kind="info" title="The message does not say whom it is for">
        It was made with hidden recipients, so nobody but the holder of the key can tell. The form takes it.
      </Notice>
    );
  }
  return (
    <Notice kind="error" title="Not encrypted to this key">
      The team could not read it. Import the key of this page, compare the fingerprint and encrypt again.
    </Notice>
  );
}

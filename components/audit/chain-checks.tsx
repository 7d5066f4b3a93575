"use client";

import { useActionState } from "react";
import type { FormState } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ChainCheck } from "@/lib/audit/types";

type Action = (state: FormState<ChainCheck[]>, form: FormData) => Promise<FormState<ChainCheck[]>>;

/** Walks the chains of what is listed, and says which hold. Works without scripts. */
export function ChainChecks({ action }: { action: Action }) {
  const [state, submit, pending] = useActionState(action, null);
  return (
    <form action={submit} className="flex flex-col gap-3">
      {state && !state.ok ? <Notice kind="error" title={state.message} live="status" /> : null}
      {state?.ok ? <Verdict checks={state.data} /> : null}
      <div>
        <Button type="submit" variant="secondary" aria-disabled={pending}>
          {pending ? "Checking…" : "Check that nothing was changed"}
        </Button>
      </div>
      <p className="text-ink-soft">
        Every entry carries the hash of the one before it. This walks the program’s own chain and that of every report
        listed above; the operator’s command <code className="font-mono">audit verify</code> walks all of them.
      </p>
    </form>
  );
}

function Verdict({ checks }: { checks: readonly ChainCheck[] }) {
  const broken = checks.filter(({ good }) => !good);
  const events = checks.reduce((sum, { events: own }) => sum + own, 0);
  if (broken.length === 0) {
    return (
      <Notice kind="success" title="Nothing was changed" live="status">
        {checks.length} chains with {events} entries hold, from the first to the last.
      </Notice>
    );
  }
  return (
    <Notice kind="error" title={`${broken.length} of ${checks.length} chains do not hold`} live="status">
      <ul>
        {broken.map(({ stream, reason }) => (
          <li key={stream}>
            {stream}: {reason}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

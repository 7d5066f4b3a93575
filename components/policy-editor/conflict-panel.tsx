"use client";

import { Notice } from "@/components/ui/notice";
import type { Difference } from "@/lib/policy/edit/conflict";

/** Two people changed one section: what differs, field by field, and which of the two to keep. Part of the section's form. */
export function ConflictPanel({
  differences,
  savedBy,
}: {
  differences: readonly Difference[];
  savedBy: string | null;
}) {
  return (
    <Notice kind="warning" live="alert" title={`${savedBy ?? "Somebody"} changed this part while you had it open`}>
      <p>Nothing was overwritten, and what you typed is still in the form. Choose for each field, then save.</p>
      <div className="mt-4 flex flex-col gap-6">
        {differences.map(({ name, label, yours, theirs }) => (
          <fieldset key={name} className="min-w-0">
            <legend className="font-semibold">{label}</legend>
            <div className="mt-1 grid gap-3 md:grid-cols-2">
              <Version name={name} value="mine" title="Yours" text={yours} chosen />
              <Version name={name} value="theirs" title="Theirs" text={theirs} />
            </div>
          </fieldset>
        ))}
        {differences.length === 0 ? <p>Both of you wrote the same. Save to go on.</p> : null}
      </div>
    </Notice>
  );
}

function Version({
  name,
  value,
  title,
  text,
  chosen = false,
}: {
  name: string;
  value: "mine" | "theirs";
  title: string;
  text: string;
  chosen?: boolean;
}) {
  return (
    <label className="flex min-w-0 flex-col gap-1 rounded-md border border-line-strong bg-surface p-3 text-ink">
      <span className="flex min-h-6 items-center gap-2 font-semibold pointer-coarse:min-h-11">
        <input type="radio" name={`take.${name}`} value={value} defaultChecked={chosen} className="size-6 shrink-0" />
        {title}
      </span>
      <span className="max-h-60 min-w-0 overflow-y-auto break-words whitespace-pre-wrap">
        {text === "" ? <em className="text-ink-soft">nothing</em> : text}
      </span>
    </label>
  );
}

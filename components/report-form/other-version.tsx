"use client";

import { RadioField } from "@/components/forms/fields";
import { typedText, useFormContextValue } from "@/components/forms/form-context";
import { keepName, theirsName } from "@/lib/reports/drafts/versions";

/** After a refusal because of two versions: the other one of this answer, and the choice between them. */
export function OtherVersion({ name, label }: { name: string; label: string }) {
  const { values } = useFormContextValue();
  const theirs = typedText(values, theirsName(name));
  if (theirs === undefined) return null;
  return (
    <div className="mt-3 flex flex-col gap-3 border-s-2 border-soon bg-soon-bg p-4">
      <p className="text-sm font-semibold text-soon">The other version, saved meanwhile:</p>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-60 overflow-auto rounded-md bg-surface p-3 font-sans whitespace-pre-wrap wrap-anywhere"
      >
        {theirs}
      </pre>
      <RadioField
        name={keepName(name)}
        label={`Which version of “${label}” do you want to keep?`}
        options={[
          { value: "mine", label: "Mine, as it stands above" },
          { value: "theirs", label: "The other one" },
        ]}
        defaultValue="mine"
      />
    </div>
  );
}

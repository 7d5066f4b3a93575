"use client";

import { type ReactNode, useRef, useState } from "react";
import { buttonClasses } from "@/components/ui/button";
import { VERB_WORDS, VERBS } from "./bulk-words";

/** Reports that one press may change: what the next page takes. */
const AT_MOST = 100;

/**
 * A list whose rows can be ticked, with what can be done to them beneath it. A plain form: without scripts the same
 * buttons lead to the same page, which lists every effect before anything happens.
 */
export function SelectionForm({ action, program, children }: { action: string; program: string; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  const [ticked, setTicked] = useState(0);
  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>('input[name="ref"]') ?? [])];
  const count = () => setTicked(boxes().filter(({ checked }) => checked).length);
  const tickAll = (checked: boolean) => {
    for (const box of boxes().slice(0, AT_MOST)) box.checked = checked;
    count();
  };
  return (
    <form ref={form} action={action} onChange={count}>
      <input type="hidden" name="program" value={program} />
      {children}
      <section
        aria-label="The selected reports"
        className="bottom-0 z-2 flex md:sticky flex-wrap items-center gap-x-3 gap-y-2 border-t border-line-strong bg-paper py-2"
      >
        <p aria-live="polite" className="font-semibold tabular-nums">
          {ticked === 0 ? "With the selected:" : `${ticked} selected:`}
        </p>
        {VERBS.map((verb) => (
          <button
            key={verb}
            type="submit"
            name="do"
            value={verb}
            className={buttonClasses({ variant: verb === "close_spam" ? "danger" : "secondary", size: "compact" })}
          >
            {VERB_WORDS[verb].label}
          </button>
        ))}
        <button
          type="button"
          onClick={() => tickAll(ticked === 0)}
          className={buttonClasses({ variant: "quiet", size: "compact" })}
        >
          {ticked === 0 ? "Select all on this page" : "Select none"}
        </button>
      </section>
    </form>
  );
}

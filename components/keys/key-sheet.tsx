"use client";

import { useEffect, useId, useRef } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { type Binding, SECTIONS } from "./registry";

/** Every key that does something on this page, and the switch for all of them. A native dialog: Esc closes it. */
export default function KeySheet({
  on,
  bindings: known,
  switchKeys,
  close,
}: {
  on: boolean;
  bindings: readonly Binding[];
  switchKeys: FormAction<undefined>;
  close: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement;
    opened?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onClose={close}
      className="m-auto max-h-[90dvh] w-full max-w-3xl overflow-y-auto rounded-lg border border-line-strong bg-surface p-5 text-sm text-ink shadow-float backdrop:bg-black/40"
    >
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id={title} className="text-lg font-semibold">
          Keys
        </h2>
        <form method="dialog">
          <Button type="submit" variant="secondary" size="compact">
            Close
          </Button>
        </form>
      </div>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {SECTIONS.map((section) => {
          const bindings = known.filter((binding) => binding.of === section && worksHere(binding));
          if (bindings.length === 0) return null;
          return (
            <section key={section} aria-label={section}>
              <h3 className="mb-1 font-semibold">{section}</h3>
              <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
                {bindings.map(({ keys, words }) => (
                  <div key={words} className="contents">
                    <dt className="flex gap-1">
                      {keys.map((key, index) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: the keys of one sequence, which never move
                        <kbd key={index} className={KEY}>
                          {key}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className="mt-4 text-ink-soft">
        <kbd className={KEY}>Ctrl K</kbd> or <kbd className={KEY}>⌘ K</kbd> goes anywhere, finds reports, and leads to
        what can be done here. Keys rest while you type or hold Ctrl, Alt or ⌘. Everything they do can be reached
        without them.
      </p>
      <ActionForm action={switchKeys} className="mt-3">
        <SubmitButton variant="secondary" size="compact" pendingText="Saving…">
          {on ? "Switch single keys off" : "Switch single keys on"}
        </SubmitButton>
      </ActionForm>
    </dialog>
  );
}

const KEY = "inline-block min-w-6 rounded-md border border-line-strong bg-sunken px-1.5 text-center font-mono text-xs";

/** A key whose place is not on the page is not on the sheet either: it would do nothing. */
function worksHere({ does }: Binding): boolean {
  if ("press" in does) return document.querySelector(does.press) !== null;
  if ("focus" in does) return document.querySelector(does.focus) !== null;
  if ("row" in does) {
    const selects = does.row.startsWith("select");
    return document.querySelector(selects ? "[data-row] input[type=checkbox]" : "[data-row]") !== null;
  }
  if ("copy" in does) return /^\/staff\/reports\/[A-Z]{3}-/.test(window.location.pathname);
  return true;
}

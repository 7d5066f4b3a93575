"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { controlClasses } from "@/components/ui/control-classes";
import type { PaletteItem } from "./palette-items";
import { searchedWords } from "./palette-items";

const foundSchema = z.array(z.object({ reference: z.string(), title: z.string(), stateLabel: z.string() }));

/** After the last letter, before the question goes out. */
const QUIET_MS = 200;
const LEAST = 2;

/** Everything that can be gone to from here by its name, and reports by what they hold. Esc closes it. */
export default function Palette({
  items,
  close,
}: {
  items: readonly PaletteItem[];
  close: (item?: PaletteItem) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<PaletteItem[]>([]);
  const chosen = useRef<PaletteItem>(undefined);

  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // The dialog gives the focus to its first button; it is for the box.
    dialog.current?.querySelector<HTMLElement>("[role=combobox]")?.focus();
    return () => {
      if (chosen.current === undefined && before instanceof HTMLElement) before.focus();
    };
  }, []);

  const asked = typed.trim();
  useEffect(() => {
    if (asked.length < LEAST) {
      setFound([]);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void askFor(asked, controller.signal).then(setFound, () => undefined);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked]);

  const offered = useMemo(() => {
    const words = searchedWords(asked);
    const named = items.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
    return [...named, ...found];
  }, [items, asked, found]);

  const choose = (item: PaletteItem) => {
    chosen.current = item;
    close(item);
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onClose={() => {
        if (chosen.current === undefined) close();
      }}
      className="mx-auto mt-[12dvh] mb-auto w-full max-w-xl rounded-lg border border-line-strong bg-surface p-4 text-sm text-ink shadow-float backdrop:bg-black/40"
    >
      <CSPProvider disableStyleElements>
        <Autocomplete.Root
          items={offered}
          filter={null}
          value={typed}
          onValueChange={(value, { reason }) => {
            if (reason === "input-change") setTyped(value);
          }}
          itemToStringValue={({ label }: PaletteItem) => label}
          inline
          open
          autoHighlight="always"
        >
          <div className="mb-2 flex items-center justify-between gap-3">
            <label id={title} htmlFor={`${title}box`} className="font-semibold">
              Go to, find or do
            </label>
            <form method="dialog">
              <Button type="submit" variant="quiet" size="compact">
                Close
              </Button>
            </form>
          </div>
          <Autocomplete.Input
            id={`${title}box`}
            autoComplete="off"
            spellCheck={false}
            className={controlClasses(undefined)}
          />
          <Autocomplete.Empty className="py-2 text-ink-soft empty:hidden">
            {offered.length === 0 ? "Nothing is called so, and no report holds these words." : null}
          </Autocomplete.Empty>
          <Autocomplete.List className="mt-2 max-h-[50dvh] overflow-y-auto">
            {(item: PaletteItem) => (
              <Autocomplete.Item
                key={item.key}
                value={item}
                onClick={() => choose(item)}
                className="flex cursor-default items-baseline justify-between gap-4 rounded-md px-2 py-1.5 data-[highlighted]:bg-sunken data-[highlighted]:outline-2 data-[highlighted]:-outline-offset-2 data-[highlighted]:outline-focus pointer-coarse:py-2.5"
              >
                <span className="min-w-0 [overflow-wrap:anywhere]">{item.label}</span>
                <span className="shrink-0 text-xs text-ink-soft">{item.hint}</span>
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Root>
      </CSPProvider>
    </dialog>
  );
}

async function askFor(words: string, signal: AbortSignal): Promise<PaletteItem[]> {
  const answer = await fetch(`/api/staff/find?${new URLSearchParams({ q: words })}`, { signal });
  if (!answer.ok) return [];
  return foundSchema.parse(await answer.json()).map(({ reference, title, stateLabel }) => ({
    key: reference,
    label: title,
    hint: `${reference} · ${stateLabel}`,
    does: { go: `/staff/reports/${reference}` },
  }));
}

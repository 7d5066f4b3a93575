"use client";

import { Combobox } from "@base-ui/react/combobox";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { useEffect, useMemo, useRef, useState } from "react";
import { controlClasses } from "@/components/ui/control-classes";
import { Field } from "@/components/ui/field";
import { describedBy, fieldId } from "@/components/ui/field-ids";
import { adviceOn } from "@/lib/weaknesses/advice";
import { cweId, isDiscouraged, offeredWeaknesses, type Weakness, type WeaknessList } from "@/lib/weaknesses/cwe";
import { ChosenWeaknesses } from "./chosen-weaknesses";

export type WeaknessPickerProps = {
  name: string;
  label: string;
  error?: string | undefined;
  optional?: boolean | undefined;
  max: number;
  list: WeaknessList;
  /** What stood in the box: ids such as "CWE-79", or whatever was typed. */
  initial: readonly string[];
};

const SHOWN_AT_MOST = 50;
const HINT = "Type a number or a word like “injection”";

/** The combobox over the fetched list. What is chosen, and what is still typed, is sent in hidden fields. */
export function WeaknessPicker({ name, label, error, optional, max, list, initial }: WeaknessPickerProps) {
  const [chosen, setChosen] = useState<readonly string[]>(initial);
  const [typed, setTyped] = useState("");
  const [all, setAll] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const found = useMemo(() => offeredWeaknesses(list, typed, { all, limit: SHOWN_AT_MOST }), [list, typed, all]);
  const picked = useMemo(
    () => chosen.flatMap((text) => [...list.values()].find(({ id }) => cweId(id) === text) ?? []),
    [chosen, list],
  );
  const full = chosen.length >= max;

  // Whatever listens to the form's typing hears of a choice as well.
  const sent = [...chosen, typed.trim()].join("\n");
  const before = useRef(sent);
  useEffect(() => {
    if (before.current === sent) return;
    before.current = sent;
    root.current?.dispatchEvent(new Event("input", { bubbles: true }));
  }, [sent]);

  const choose = (weaknesses: readonly Weakness[]) => {
    const ids = weaknesses.map(({ id }) => cweId(id));
    // The order is the reporter's: the first is the main one.
    const kept = chosen.filter((text) => ids.includes(text) || !picked.some(({ id }) => cweId(id) === text));
    setChosen([...kept, ...ids.filter((id) => !kept.includes(id))].slice(0, max));
    setTyped("");
  };

  return (
    <CSPProvider disableStyleElements>
      <div ref={root} className="flex flex-col gap-3">
        {[...chosen, ...(typed.trim() === "" ? [] : [typed.trim()])].map((value) => (
          <input key={value} type="hidden" name={name} value={value} />
        ))}
        <Combobox.Root
          multiple
          items={found}
          filteredItems={found}
          filter={null}
          value={picked}
          onValueChange={(weaknesses, { reason }) => {
            // Escape closes the list; it never takes back what was chosen.
            if (reason !== "escape-key") choose(weaknesses);
          }}
          inputValue={typed}
          onInputValueChange={(value, { reason }) => {
            // Leaving the box keeps what was typed in it: it is sent, and answered.
            if (reason === "input-change") setTyped(value);
          }}
          isItemEqualToValue={(one, other) => one.id === other.id}
          itemToStringLabel={({ id, name: title }) => `${cweId(id)} ${title}`}
          autoHighlight
        >
          <Field name={name} label={label} hint={full ? undefined : HINT} error={error} optional={optional}>
            <ChosenWeaknesses chosen={chosen} list={list} onChange={setChosen} />
            {full ? (
              <p id={fieldId(name)} tabIndex={-1} className="text-ink-soft">
                That is as many as a report takes. Remove one to choose another.
              </p>
            ) : (
              <Combobox.Input
                id={fieldId(name)}
                aria-invalid={error ? true : undefined}
                aria-describedby={describedBy(name, { hint: HINT, error })}
                autoComplete="off"
                spellCheck={false}
                className={controlClasses(error)}
              />
            )}
          </Field>
          <Combobox.Portal>
            <Combobox.Positioner className="z-50 outline-none" sideOffset={4}>
              <Combobox.Popup className="flex max-h-[min(var(--available-height),26rem)] w-(--anchor-width) max-w-(--available-width) flex-col rounded-md border border-line-strong bg-surface text-ink shadow-lg">
                <Combobox.Status className="border-b border-line px-3 py-1.5 text-sm text-ink-soft">
                  {statusOf(found.length, typed, all)}
                </Combobox.Status>
                <Combobox.List className="min-h-0 overflow-y-auto overscroll-contain">
                  {(weakness: Weakness) => <Offer key={weakness.id} weakness={weakness} list={list} />}
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        </Combobox.Root>
        <label className="flex items-center gap-2 pointer-coarse:min-h-11">
          {/* Belongs to no form: it changes what is offered, not what is sent. */}
          <input
            type="checkbox"
            form=""
            checked={all}
            onChange={(event) => setAll(event.target.checked)}
            className="size-6 shrink-0"
          />
          Search all of them, not only the usual ones
        </label>
      </div>
    </CSPProvider>
  );
}

function statusOf(count: number, typed: string, all: boolean): string {
  if (count === 0) return `“${typed.trim()}” isn’t in the list`;
  if (typed.trim() === "") return all ? `The first ${count} of all; type to find others` : "The usual ones first";
  return count >= SHOWN_AT_MOST ? `The first ${count} that fit` : `${count} fit`;
}

function Offer({ weakness, list }: { weakness: Weakness; list: WeaknessList }) {
  return (
    <Combobox.Item
      value={weakness}
      className="cursor-default px-3 py-2 outline-none data-highlighted:bg-sunken data-highlighted:shadow-[inset_3px_0_0_var(--color-accent)] data-selected:font-semibold pointer-coarse:min-h-11"
    >
      <span className="font-mono text-sm">{cweId(weakness.id)}</span> {weakness.name}
      <Combobox.ItemIndicator> (chosen)</Combobox.ItemIndicator>
      {weakness.plain ? <span className="block text-sm font-normal text-ink-soft">{weakness.plain}</span> : null}
      {isDiscouraged(weakness) ? (
        <span className="block text-sm font-normal text-soon">{adviceOn(weakness, list)}</span>
      ) : null}
    </Combobox.Item>
  );
}

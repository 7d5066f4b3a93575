"use client";

import { type ComponentType, type ReactNode, useEffect, useRef, useState } from "react";
import { TextField } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { fieldId } from "@/components/ui/field-ids";
import type { CvssCalculatorProps } from "./cvss-calculator";

export type CvssFieldProps = {
  name: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  defaultValue?: string | undefined;
  /** What the server says of the stored vector, for pages without scripts. */
  scored?: string | undefined;
  /** A button that has the server score what is typed; shown without scripts only. */
  children?: ReactNode;
};

/**
 * A CVSS vector as text, which is what counts and what is sent. With scripts it is scored while one types, and a
 * calculator opens beneath it that writes into the box and reads from it. Both are fetched when they are first needed.
 */
export function CvssField({ children, scored, ...field }: CvssFieldProps) {
  const place = useRef<HTMLDivElement>(null);
  const [Calculator, setCalculator] = useState<ComponentType<CvssCalculatorProps>>();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const [vector, setVector] = useState(field.defaultValue ?? "");
  const box = () => place.current?.querySelector<HTMLInputElement>(`#${fieldId(field.name)}`);
  const sentence = useScore(vector);

  useEffect(() => {
    // What was typed before the scripts came, and what a refused form brought back.
    setVector(place.current?.querySelector<HTMLInputElement>(`#${fieldId(field.name)}`)?.value ?? "");
  }, [field.name]);

  const toggle = async () => {
    setOpen(!open);
    if (Calculator) return;
    try {
      const { CvssCalculator } = await import("./cvss-calculator");
      setCalculator(() => CvssCalculator);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };

  const write = (next: string) => {
    const input = box();
    if (!input) return;
    input.value = next;
    setVector(next);
    // Whatever keeps what is typed hears of it.
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  return (
    <div ref={place} className="flex flex-col gap-3">
      <TextField
        {...field}
        mono
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onInput={(event) => setVector(event.currentTarget.value)}
      />
      {/* Without scripts the server's sentence stands here; with them the one of now. */}
      {scored ? <p className="font-semibold [@media(scripting:enabled)]:hidden">{scored}</p> : null}
      {children ? <div className="[@media(scripting:enabled)]:hidden">{children}</div> : null}
      <p role="status" className="min-h-6 text-ink-soft [@media(scripting:none)]:hidden">
        {sentence}
      </p>
      <div className="[@media(scripting:none)]:hidden">
        <Button
          variant="secondary"
          size="compact"
          aria-expanded={open}
          aria-controls={`${fieldId(field.name)}-calculator`}
          onClick={() => void toggle()}
        >
          {open ? "Close the calculator" : "Work it out question by question"}
        </Button>
      </div>
      <div id={`${fieldId(field.name)}-calculator`} hidden={!open}>
        {Calculator ? (
          <Calculator id={fieldId(field.name)} vector={vector} onChange={write} sentence={sentence} />
        ) : failed ? (
          <p>The calculator could not be fetched. You can still type or paste a vector.</p>
        ) : null}
      </div>
    </div>
  );
}

/** The score of what is typed, in words; the library comes with the first vector. */
function useScore(vector: string): string {
  const [said, setSaid] = useState({ of: "", sentence: "" });
  useEffect(() => {
    if (vector.trim() === "") return;
    let late = false;
    void import("@/lib/severity/score")
      .then(({ scoreSentence }) => {
        if (!late) setSaid({ of: vector, sentence: scoreSentence(vector.trim()) });
      })
      .catch(() => undefined);
    return () => {
      late = true;
    };
  }, [vector]);
  return vector.trim() === "" ? "" : said.sentence;
}

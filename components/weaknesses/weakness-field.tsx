"use client";

import { type ComponentType, useEffect, useRef, useState } from "react";
import { TextAreaField } from "@/components/forms/fields";
import { errorOf, useFormContextValue } from "@/components/forms/form-context";
import { fieldId } from "@/components/ui/field-ids";
import { WEAKNESS_LIST_ADDRESS } from "@/lib/weaknesses/addresses";
import type { WeaknessPickerProps } from "./weakness-picker";

export type WeaknessFieldProps = {
  name: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  /** What is stored, one item a line. */
  defaultValue?: string | undefined;
  max: number;
};

type Ready = Pick<WeaknessPickerProps, "list" | "initial"> & { Picker: ComponentType<WeaknessPickerProps> };

/**
 * Kinds of weakness by number or word. A box with one a line; once it is in sight and scripts are there, the list is
 * fetched and a combobox takes its place with all that was typed. Where that fails, the box simply stays.
 */
export function WeaknessField({ name, label, hint, optional, defaultValue, max }: WeaknessFieldProps) {
  const place = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState<Ready>();
  const { errors } = useFormContextValue();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let left = false;
    const box = () => element.querySelector<HTMLTextAreaElement>(`#${fieldId(name)}`);
    const load = async () => {
      const [{ WeaknessPicker }, { readListed }, answer] = await Promise.all([
        import("./weakness-picker"),
        import("@/lib/weaknesses/listed"),
        fetch(WEAKNESS_LIST_ADDRESS, { credentials: "omit" }),
      ]);
      const list = readListed(await answer.json());
      const swap = () => {
        const lines = (box()?.value ?? "").split("\n").map((line) => line.trim());
        if (!left) setReady({ Picker: WeaknessPicker, list, initial: lines.filter((line) => line !== "") });
      };
      // Nobody loses the box that they are typing in.
      if (document.activeElement === box()) box()?.addEventListener("blur", swap, { once: true });
      else swap();
    };
    // Asked for is what is laid out at all, also below the fold: one who comes by keyboard should find it ready.
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        load().catch(() => undefined);
      },
      { rootMargin: "4000px" },
    );
    observer.observe(element);
    return () => {
      left = true;
      observer.disconnect();
    };
  }, [name]);

  return (
    <div ref={place}>
      {ready ? (
        <ready.Picker
          name={name}
          label={label}
          error={errorOf(errors, name)}
          optional={optional}
          max={max}
          list={ready.list}
          initial={ready.initial}
        />
      ) : (
        <TextAreaField
          name={name}
          label={label}
          hint={hint}
          optional={optional}
          rows={2}
          defaultValue={defaultValue}
          spellCheck={false}
          autoComplete="off"
        />
      )}
    </div>
  );
}

"use client";

import { useEffect, useState } from "react";
import { countCharacters, countText, limitText } from "./character-count-text";
import { cx } from "./class-names";
import { countId, fieldId } from "./field-ids";

/** Milliseconds without typing after which a screen reader hears the count. */
const QUIET = 1000;

/** Static text from the server; with scripts it counts, and is silent below three quarters of the limit. */
export function CharacterCount({ name, limit }: { name: string; limit: number }) {
  const [used, setUsed] = useState<number>();
  const [spoken, setSpoken] = useState("");

  useEffect(() => {
    const area = document.getElementById(fieldId(name));
    if (!(area instanceof HTMLTextAreaElement)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      const length = countCharacters(area.value);
      setUsed(length);
      clearTimeout(timer);
      timer = setTimeout(() => setSpoken(countText(length, limit)?.text ?? ""), QUIET);
    };
    setUsed(countCharacters(area.value));
    area.addEventListener("input", update);
    return () => {
      clearTimeout(timer);
      area.removeEventListener("input", update);
    };
  }, [name, limit]);

  const shown = used === undefined ? undefined : countText(used, limit);
  return (
    <>
      <p
        id={countId(name)}
        className={cx(
          "text-sm",
          shown?.over ? "font-semibold text-breach" : "text-ink-soft",
          used !== undefined && !shown && "sr-only",
        )}
      >
        {shown?.text ?? limitText(limit)}
      </p>
      <span aria-live="polite" className="sr-only">
        {spoken}
      </span>
    </>
  );
}

"use client";

import { useEffect, useRef } from "react";

/** Ticking an exclusive checkbox clears the others, and the other way round; without scripts the server refuses the mix. */
export function ExclusiveOptions({ name }: { name: string }) {
  const anchor = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const group = anchor.current?.closest("fieldset");
    if (!group) return;
    const onChange = (event: Event) => {
      const ticked = event.target;
      if (!(ticked instanceof HTMLInputElement) || ticked.name !== name || !ticked.checked) return;
      const exclusive = ticked.hasAttribute("data-exclusive");
      for (const box of group.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
        const clears = box !== ticked && box.name === name && (exclusive || box.hasAttribute("data-exclusive"));
        if (clears && box.checked) {
          box.checked = false;
          box.dispatchEvent(new Event("change", { bubbles: true }));
        }
      }
    };
    group.addEventListener("change", onChange);
    return () => group.removeEventListener("change", onChange);
  }, [name]);

  return <span ref={anchor} hidden />;
}

"use client";

import { usePathname } from "next/navigation";
import { useLayoutEffect, useRef } from "react";

/**
 * After a move to another page without a full load, the keyboard and screen readers begin at its heading; they would
 * otherwise go on from where the pressed button was, past what the new page asks. A page that took the focus keeps it.
 */
export function FocusOnArrival() {
  const path = usePathname();
  const before = useRef(path);
  // In the same step as the new page: a moment later, KeepFocus has found a button that reads as the pressed one did.
  useLayoutEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const heading = document.querySelector<HTMLElement>("main h1");
    const main = heading?.closest("main");
    const active = document.activeElement;
    const taken = active !== main && main?.contains(active);
    if (!heading || taken || location.hash !== "") return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [path]);
  return null;
}

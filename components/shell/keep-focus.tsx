"use client";

import { useEffect } from "react";

/**
 * Where the keyboard goes on when what had the focus is gone from the page: a verb took its row away, a form was made
 * anew after its answer. A browser would begin at the top again, and say nothing.
 */
export function KeepFocus() {
  useEffect(() => {
    let held: Held | null = null;
    let asked = 0;
    const remember = ({ target }: FocusEvent) => {
      held = target instanceof HTMLElement ? heldBy(target) : null;
    };
    // Whoever clicks beside everything has let go of it.
    const letGo = ({ target }: FocusEvent) => {
      requestAnimationFrame(() => {
        if (held?.element === target && isShown(held.element) && document.activeElement === document.body) held = null;
      });
    };
    const look = () => {
      cancelAnimationFrame(asked);
      // What took the element away may have a place of its own for the focus, and gives it in the same frame.
      asked = requestAnimationFrame(() => {
        if (!held || isShown(held.element) || document.activeElement !== document.body) return;
        const next = successorOf(held);
        held = null;
        if (!next) return;
        if (next.tabIndex < 0) next.tabIndex = -1;
        next.focus();
      });
    };
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["open"] });
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", letGo);
    return () => {
      changes.disconnect();
      cancelAnimationFrame(asked);
      document.removeEventListener("focusin", remember);
      document.removeEventListener("focusout", letGo);
    };
  }, []);
  return null;
}

type Held = { element: HTMLElement; around: HTMLElement[]; row: number };

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];

function heldBy(element: HTMLElement): Held {
  const around: HTMLElement[] = [];
  for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement)
    around.push(outer);
  return { element, around, row: rows().findIndex((row) => row.contains(element)) };
}

/** The same control made anew; else the row that took the place of its row; else what the page says became of it. */
function successorOf({ element, around, row }: Held): HTMLElement | null {
  const near = around.find((outer) => outer.isConnected) ?? document.body;
  const same = element.id === "" ? null : document.getElementById(element.id);
  if (same && isShown(same)) return same;
  if (row >= 0) {
    const all = rows();
    const link = all[Math.min(row, all.length - 1)]?.querySelector<HTMLElement>("a[href]");
    if (link) return link;
  }
  const words = element.textContent?.trim();
  const alike = [...near.querySelectorAll<HTMLElement>(element.tagName)].find(
    (one) => words !== "" && one.textContent?.trim() === words && isShown(one),
  );
  return (
    alike ??
    document.querySelector<HTMLElement>("[data-row][data-shown][aria-current] a[href]") ??
    [...near.querySelectorAll<HTMLElement>("[data-said]")].at(-1) ??
    document.querySelector<HTMLElement>("main [data-said]") ??
    near.closest<HTMLElement>("section")?.querySelector<HTMLElement>("h2, h3") ??
    document.querySelector<HTMLElement>("main h1")
  );
}

/** What a closed disclosure holds has boxes, and can take no focus. */
const isShown = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true });

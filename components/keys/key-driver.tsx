"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { FormAction } from "@/components/forms/action-form";
import { actionsOnPage, type PaletteItem, placesOf } from "./palette-items";
import { type Binding, bindingsFor, matching } from "./registry";

const KeySheet = lazy(() => import("./key-sheet"));
const Palette = lazy(() => import("./palette"));

/** How long the next key of a sequence may take. */
const PAUSE_MS = 900;

/**
 * Listens for the desk's keys. They are left alone while somebody types, holds a modifier or has a dialog open, and when
 * they are switched off; the sheet opens then too, for it holds the switch.
 */
export function KeyDriver({
  on,
  switchKeys,
  places,
}: {
  on: boolean;
  switchKeys: FormAction<undefined>;
  /** Where the desk's own navigation leads. */
  places: readonly { href: string; text: string }[];
}) {
  const router = useRouter();
  const [sheet, setSheet] = useState(false);
  const [palette, setPalette] = useState<PaletteItem[] | null>(null);

  useEffect(() => {
    const open = () => setPalette([...actionsOnPage(), ...placesOf(places)]);
    // With a modifier it is no single key: it works while somebody types, and when those are switched off.
    const listen = (event: KeyboardEvent) => {
      const held = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!held || event.key.toLowerCase() !== "k" || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      open();
    };
    const click = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("[data-opens=palette]")) open();
    };
    document.addEventListener("keydown", listen);
    document.addEventListener("click", click);
    return () => {
      document.removeEventListener("keydown", listen);
      document.removeEventListener("click", click);
    };
  }, [places]);

  useEffect(() => {
    const bindings = bindingsFor(places);
    let typed: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const act = (binding: Binding) => {
      typed = [];
      perform(binding, { go: (href) => router.push(href as never), show: () => setSheet(true) });
    };
    const listen = (event: KeyboardEvent) => {
      if (!isOurs(event)) return;
      if (!on && event.key !== "?") return;
      clearTimeout(timer);
      if (event.key === "Enter") {
        typed = [];
        if (openRow(event.target, (href) => router.push(href as never))) event.preventDefault();
        return;
      }
      typed.push(event.key);
      const { whole, longer } = matching(typed, bindings);
      if (whole === null && !longer) {
        typed = [];
        return;
      }
      event.preventDefault();
      if (whole && !longer) {
        act(whole);
        return;
      }
      timer = setTimeout(() => {
        typed = [];
        if (whole) act(whole);
      }, PAUSE_MS);
    };
    document.addEventListener("keydown", listen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", listen);
    };
  }, [on, router, places]);

  const closePalette = (item?: PaletteItem) => {
    // While the dialog stands, nothing beneath it can have the focus.
    flushSync(() => setPalette(null));
    if (!item) return;
    if ("go" in item.does) router.push(item.does.go as never);
    else reach(item.does.focus)?.focus();
  };

  return (
    <Suspense>
      {sheet ? (
        <KeySheet on={on} bindings={bindingsFor(places)} switchKeys={switchKeys} close={() => setSheet(false)} />
      ) : null}
      {palette ? <Palette items={palette} close={closePalette} /> : null}
    </Suspense>
  );
}

/** A key that is meant for the page: nobody types, nothing is held, no dialog stands over it. */
export function isOurs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const { target } = event;
  if (!(target instanceof Element)) return true;
  if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog"))
    return false;
  return document.querySelector("dialog[open], [role=dialog], [role=alertdialog]") === null;
}

type Means = { go: (href: string) => void; show: () => void };

function perform({ does }: Binding, { go, show }: Means): void {
  if ("go" in does) go(does.go);
  else if ("show" in does) show();
  else if ("press" in does) press(nearest(does.press));
  else if ("focus" in does) reach(document.querySelector<HTMLElement>(does.focus))?.focus();
  else if ("row" in does) moveInList(does.row, go);
  else void copy(does.copy);
}

/** In a list, what is meant is in the row with the focus. */
function nearest(selector: string): HTMLElement | null {
  const row = document.activeElement?.closest("[data-row]");
  return row?.querySelector<HTMLElement>(selector) ?? document.querySelector<HTMLElement>(selector);
}

const CONTROLS = "a[href], button, summary, input:not([type=hidden]), select, textarea";

/** What of a marked part takes the focus: itself, or the first control in it. */
function reach(part: HTMLElement | null): HTMLElement | null {
  if (!part?.checkVisibility({ visibilityProperty: true })) return null;
  const control = part.matches(CONTROLS) ? part : part.querySelector<HTMLElement>(CONTROLS);
  if (control === null && part.tabIndex < 0) part.tabIndex = -1;
  (control ?? part).scrollIntoView({ block: "nearest" });
  return control ?? part;
}

/** Presses a control; what opens beneath one gets the focus, so that the next key chooses. */
function press(part: HTMLElement | null): void {
  const control = reach(part);
  if (!control) return;
  const details = control.closest("details");
  if (control.tagName !== "SUMMARY" || !details) {
    control.click();
    return;
  }
  if (!details.open) control.click();
  const inside = details.querySelector<HTMLElement>(":scope > :not(summary)");
  inside?.querySelector<HTMLElement>("button, input:not([type=hidden]), select, textarea")?.focus();
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];

/** The row that the focus is in, else the one that is shown beside the list. */
function currentRow(all: readonly HTMLElement[]): number {
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : all.findIndex((row) => row.hasAttribute("aria-current"));
}

const linkOf = (row: HTMLElement | undefined) => row?.querySelector<HTMLAnchorElement>("a[href]") ?? null;

function moveInList(step: Extract<Binding["does"], { row: unknown }>["row"], go: (href: string) => void): void {
  const all = rows();
  const here = currentRow(all);
  const box = (row: HTMLElement | undefined) => row?.querySelector<HTMLInputElement>("input[type=checkbox]") ?? null;
  const tick = (row: HTMLElement | undefined, ticked?: boolean) => {
    const found = box(row);
    if (found && (ticked === undefined || found.checked !== ticked)) found.click();
  };
  if (step === "select" || step === "open") {
    if (step === "select") tick(all[here]);
    else openReport(all[here], go);
    return;
  }
  const by = step === "next" || step === "select_next" ? 1 : -1;
  const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + by))];
  const link = linkOf(next);
  if (!next || !link) return;
  if (step === "select_next" || step === "select_previous") {
    tick(all[here], true);
    tick(next, true);
  }
  link.focus();
  next.scrollIntoView({ block: "nearest" });
  // Beside a triage list the report itself is shown, so that it follows.
  if (next.hasAttribute("data-shown")) go(link.getAttribute("href") ?? "");
}

function openReport(row: HTMLElement | undefined, go: (href: string) => void): void {
  const reference = row?.dataset.row;
  if (reference) go(`/staff/reports/${reference}`);
}

/** Enter on a row whose link only shows the report beside the list opens the report itself. */
function openRow(target: EventTarget | null, go: (href: string) => void): boolean {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-row][data-shown]") : null;
  if (!row || target !== linkOf(row)) return false;
  openReport(row, go);
  return true;
}

async function copy(what: "reference" | "title" | "link"): Promise<void> {
  const { pathname, origin } = window.location;
  const reference = /^\/staff\/reports\/([A-Z]{3}-[0-9A-Z-]+)/.exec(pathname)?.[1];
  if (!reference) return;
  const title = document.querySelector("h1")?.textContent?.trim() ?? "";
  const text = { reference, title: `${reference} ${title}`, link: `${origin}/staff/reports/${reference}` }[what];
  await navigator.clipboard.writeText(text).catch(() => undefined);
}

import { BINDINGS } from "./registry";

/** What the palette offers: a place to go, or a control on this page that gets the focus. It never presses one. */
export type PaletteItem = {
  key: string;
  label: string;
  hint: string;
  does: { go: string } | { focus: HTMLElement };
};

export function searchedWords(text: string): string[] {
  return text.toLowerCase().split(/\s+/u).filter(Boolean);
}

/** The desk's places, with the keys that lead there too. */
export function placesOf(navigation: readonly { href: string; text: string }[]): PaletteItem[] {
  return navigation.map(({ href, text }) => {
    const binding = BINDINGS.find(({ does }) => "go" in does && does.go === href);
    return { key: href, label: text, hint: binding ? binding.keys.join(" ") : "Place", does: { go: href } };
  });
}

/** What can be done on the page that is open: its sections, its moves and its fields, each a way to its form. */
export function actionsOnPage(): PaletteItem[] {
  const items: PaletteItem[] = [];
  const reference = /^\/staff\/reports\/([A-Z]{3}-[0-9A-Z-]+)/.exec(window.location.pathname)?.[1];
  const hint = reference ?? "This page";
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav[aria-label="On this page"] a[href]')) {
    items.push({ key: `at ${link.href}`, label: textOf(link), hint, does: { focus: link } });
  }
  for (const control of document.querySelectorAll<HTMLElement>(
    '[data-key] summary, [data-key] button[type="submit"]:not(details *)',
  )) {
    items.push({ key: `do ${textOf(control)}`, label: textOf(control), hint, does: { focus: control } });
  }
  for (const { words, does, of } of BINDINGS) {
    if (of !== "A report" || !("focus" in does)) continue;
    const control = document.querySelector<HTMLElement>(does.focus);
    if (control) items.push({ key: `write ${words}`, label: words, hint, does: { focus: control } });
  }
  return [...new Map(items.map((item) => [item.key, item])).values()];
}

const textOf = (element: HTMLElement) => (element.textContent ?? "").replace(/\s+/gu, " ").trim();

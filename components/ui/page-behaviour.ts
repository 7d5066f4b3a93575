/*
 * What a page of text does with scripts, by plain events on the document: it is the same whether React runs there or
 * not. Without scripts a link is a link, and a button that needs one is hidden.
 */

const SAID_FOR_MS = 3000;

/** Following a clause's link also copies its whole address, and `[data-copied]` says so. */
function copyLink(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest("a[data-copy-link]") : null;
  if (!(link instanceof HTMLAnchorElement) || !navigator.clipboard) return;
  const place = document.querySelector<HTMLElement>("[data-copied]");
  const say = (words: string) => {
    if (place) place.textContent = words;
  };
  navigator.clipboard.writeText(link.href).then(
    () => {
      say(`Link copied: ${link.hash}`);
      setTimeout(() => say(""), SAID_FOR_MS);
    },
    () => say(""),
  );
}

function printPage(event: Event): void {
  if (event.target instanceof Element && event.target.closest("[data-print-page]")) window.print();
}

/** Ticking an exclusive checkbox clears the others of its name, and the other way round; else the server refuses the mix. */
export function clearExcluded(event: Event): void {
  const ticked = event.target;
  if (!(ticked instanceof HTMLInputElement) || ticked.type !== "checkbox" || !ticked.checked) return;
  const exclusive = ticked.hasAttribute("data-exclusive");
  for (const box of ticked.closest("fieldset")?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]') ?? []) {
    const clears = box !== ticked && box.name === ticked.name && (exclusive || box.hasAttribute("data-exclusive"));
    if (!clears || !box.checked) continue;
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** The links and the print button of a text. Returns how to stop. */
export function behaveAsText(): () => void {
  const stopped = new AbortController();
  for (const listener of [copyLink, printPage]) {
    document.addEventListener("click", listener, { signal: stopped.signal });
  }
  return () => stopped.abort();
}

/** A second press while the first is on its way would do everything twice. A page that comes back may be sent again. */
export function sendOnce(): void {
  let sending = new WeakSet<HTMLFormElement>();
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    if (sending.has(event.target)) event.preventDefault();
    else sending.add(event.target);
  });
  window.addEventListener("pageshow", () => {
    sending = new WeakSet();
  });
}

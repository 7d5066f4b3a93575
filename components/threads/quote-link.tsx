"use client";

import { quotation } from "@/lib/threads/quotation";
import { COMPOSER_TEXT } from "./composer-text";

/** Puts a message into the composer as a quotation, behind what is typed there already; without scripts the page does it. */
export function QuoteLink({ href, message, className }: { href: string; message: string; className: string }) {
  return (
    <a
      href={href}
      className={className}
      onClick={(event) => {
        const box = document.getElementById(COMPOSER_TEXT);
        const text = document.querySelector(`#${CSS.escape(message)} > .reading`);
        if (!(box instanceof HTMLTextAreaElement) || !(text instanceof HTMLElement)) return;
        event.preventDefault();
        const before = box.value === "" ? "" : `${box.value.trimEnd()}\n\n`;
        box.value = before + quotation(text.innerText.trim());
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
      }}
    >
      Quote<span className="sr-only"> this message</span>
    </a>
  );
}

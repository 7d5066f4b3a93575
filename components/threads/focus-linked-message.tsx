"use client";

import { useEffect } from "react";
import { COMPOSER_TEXT } from "./composer-text";

/**
 * Who comes from a mail, or has just sent a message, starts at it; a navigation inside the page does not do that by itself.
 * A message that stands on another page of the thread is gone to, once.
 */
export function FocusLinkedMessage({ newest, base }: { newest: string | undefined; base: string }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when a newer message is shown
  useEffect(() => {
    const { hash } = location;
    if (hash === "#reply") document.getElementById(COMPOSER_TEXT)?.focus();
    if (!hash.startsWith("#m-")) return;
    const id = hash.slice("#m-".length);
    const message = document.getElementById(hash.slice(1));
    if (message) message.focus();
    else if (/^[\w-]{1,64}$/.test(id) && new URLSearchParams(location.search).get("m") !== id) {
      location.replace(`${base}?m=${id}${hash}`);
    }
  }, [newest, base]);
  return null;
}

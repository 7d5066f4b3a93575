"use client";

import { useEffect } from "react";

/** Who comes from a mail, or has just sent a message, starts at it; a navigation inside the page does not do that by itself. */
export function FocusLinkedMessage({ newest }: { newest: string | undefined }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when a newer message is shown
  useEffect(() => {
    if (location.hash.startsWith("#m-")) document.getElementById(location.hash.slice(1))?.focus();
  }, [newest]);
  return null;
}

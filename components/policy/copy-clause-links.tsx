"use client";

import { useEffect, useState } from "react";

/** With scripts, following a clause's link also copies its whole address; without them it is a link like any other. */
export function CopyClauseLinks() {
  const [said, setSaid] = useState("");

  useEffect(() => {
    const copy = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[data-copy-link]") : null;
      if (!(link instanceof HTMLAnchorElement) || !navigator.clipboard) return;
      navigator.clipboard.writeText(link.href).then(
        () => setSaid(`Link copied: ${link.hash}`),
        () => setSaid(""),
      );
    };
    document.addEventListener("click", copy);
    return () => document.removeEventListener("click", copy);
  }, []);

  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), 3000);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <p
      role="status"
      className="fixed inset-x-0 bottom-6 z-10 mx-auto w-fit rounded-md bg-ink px-4 py-2 text-paper empty:hidden"
      data-print="no"
    >
      {said}
    </p>
  );
}

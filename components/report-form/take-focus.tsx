"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** A region that was asked for: it takes the focus when it comes, with scripts and without. `mark` changes with each. */
export function TakeFocus({ label, mark, children }: { label: string; mark: string; children: ReactNode }) {
  const region = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer takes the focus again
  useEffect(() => region.current?.focus(), [mark]);
  return (
    <section
      ref={region}
      aria-label={label}
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: pressed a moment ago, this is what one wants to read
      autoFocus
      className="w-full scroll-mt-40 border-s-2 border-line-strong ps-4"
    >
      {children}
    </section>
  );
}

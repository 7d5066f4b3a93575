"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { Icon } from "@/components/ui/icon";

/** The candidate before and after the one that is compared, by link and by [ and ]. */
export function CandidateSteps({ previous, next }: { previous: string | null; next: string | null }) {
  const back = useRef<HTMLAnchorElement>(null);
  const on = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key === "[") back.current?.click();
      if (event.key === "]") on.current?.click();
    };
    document.addEventListener("keydown", step);
    return () => document.removeEventListener("keydown", step);
  }, []);
  if (previous === null && next === null) return null;
  const look = "inline-flex min-h-8 items-center gap-1 text-link hover:underline pointer-coarse:min-h-11";
  return (
    <nav aria-label="Candidates" className="flex gap-4">
      {previous === null ? null : (
        <a ref={back} href={previous} rel="prev" aria-keyshortcuts="[" className={look}>
          <Icon of={ChevronLeft} className="rtl:-scale-x-100" />
          Previous
        </a>
      )}
      {next === null ? null : (
        <a ref={on} href={next} rel="next" aria-keyshortcuts="]" className={look}>
          Next
          <Icon of={ChevronRight} className="rtl:-scale-x-100" />
        </a>
      )}
    </nav>
  );
}

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Icon } from "@/components/ui/icon";

/** The candidate before and after the one that is compared; the desk's keys [ and ] press them. */
export function CandidateSteps({ previous, next }: { previous: string | null; next: string | null }) {
  if (previous === null && next === null) return null;
  const look = "inline-flex min-h-8 items-center gap-1 text-link hover:underline pointer-coarse:min-h-11";
  return (
    <nav aria-label="Candidates" className="flex gap-4">
      {previous === null ? null : (
        <a href={previous} rel="prev" data-key="[" className={look}>
          <Icon of={ChevronLeft} className="rtl:-scale-x-100" />
          Previous
        </a>
      )}
      {next === null ? null : (
        <a href={next} rel="next" data-key="]" className={look}>
          Next
          <Icon of={ChevronRight} className="rtl:-scale-x-100" />
        </a>
      )}
    </nav>
  );
}

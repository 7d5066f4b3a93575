import { Link2 } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { depthOf } from "@/lib/policy/contents";

const SIZES = ["text-2xl", "text-xl", "text-lg"] as const;

/** A heading whose id is the clause number, with a link to it that one can copy. */
export function ClauseHeading({ clause, heading }: { clause: string; heading: string }) {
  const depth = Math.min(depthOf(clause), 3);
  const Heading = (["h2", "h3", "h4"] as const)[depth - 1] ?? "h4";
  return (
    <div className="group/heading flex items-baseline gap-1">
      <Heading id={clause} className={`scroll-mt-6 font-heading font-semibold ${SIZES[depth - 1] ?? "text-lg"}`}>
        <span className="me-2 tabular-nums text-ink-faint">{clause}</span> {heading}
      </Heading>
      <a
        href={`#${clause}`}
        data-print="no"
        data-copy-link
        className="inline-flex size-6 shrink-0 items-center justify-center self-center rounded-md text-link opacity-0 group-hover/heading:opacity-100 focus-visible:opacity-100 pointer-coarse:size-11 pointer-coarse:opacity-100"
      >
        <Icon of={Link2} />
        <span className="sr-only">Link to clause {clause}</span>
      </a>
    </div>
  );
}

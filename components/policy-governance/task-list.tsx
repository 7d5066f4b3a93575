import { Circle, CircleCheck } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import type { Obstacle } from "@/lib/policy/governance/obstacles";

/** What is missing before publication, and who can do it. */
export function TaskList({ obstacles }: { obstacles: readonly Obstacle[] }) {
  if (obstacles.length === 0) {
    return (
      <p className="flex items-center gap-2 font-semibold text-met">
        <Icon of={CircleCheck} size={20} />
        Nothing is missing: it can be published.
      </p>
    );
  }
  return (
    <ol className="flex flex-col gap-2">
      {obstacles.map(({ kind, sentence, who }) => (
        <li key={kind} className="flex items-start gap-2">
          <Icon of={Circle} size={20} className="mt-0.5 text-ink-soft" />
          <span>
            {sentence} <span className="text-ink-soft">({who})</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

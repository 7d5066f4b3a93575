import { Circle, CircleCheck, CircleDashed, type LucideIcon, Minus } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import type { ClosingItem } from "@/lib/handling/checklist";

const LOOKS: Record<ClosingItem["state"], { icon: LucideIcon; word: string; tone: string }> = {
  done: { icon: CircleCheck, word: "Done", tone: "text-met" },
  open: { icon: Circle, word: "Open", tone: "text-ink" },
  not_needed: { icon: Minus, word: "Not needed", tone: "text-ink-faint" },
  optional: { icon: CircleDashed, word: "If it helps", tone: "text-ink-soft" },
};

/** What the report still needs before it can rest, each with the fact that says so. */
export function Checklist({ items }: { items: readonly ClosingItem[] }) {
  return (
    <ul className="flex flex-col gap-2.5 text-sm">
      {items.map(({ id, label, state, because }) => {
        const { icon, word, tone } = LOOKS[state];
        return (
          <li key={id} className="flex gap-2">
            <Icon of={icon} className={`mt-0.5 ${tone}`} />
            <span className="min-w-0">
              <span className="block">{label}</span>
              <span className="block text-ink-soft">
                {word}: {because}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

import { cx } from "@/components/ui/class-names";
import type { ClockState, ClockStatus } from "@/lib/sla/types";
import { clockWords } from "@/lib/sla/wording";

/** Outline when calm, filled when it wants somebody; the icon and the words say the same without colour (look.md). */
export const CLOCK_LOOKS: Record<ClockState, { icon: string; frame: string }> = {
  running: { icon: "#icon-clock", frame: "border-line-strong text-ink-soft" },
  due_soon: { icon: "#icon-half-disc", frame: "border-soon text-soon" },
  due_today: { icon: "#icon-half-disc", frame: "border-soon bg-soon-bg text-soon" },
  paused: {
    icon: "#icon-pause",
    frame: "border-pause text-pause bg-[repeating-linear-gradient(135deg,var(--pause-bg)_0_5px,transparent_5px_9px)]",
  },
  met: { icon: "#icon-tick", frame: "border-met text-met" },
  met_late: { icon: "#icon-tick-flag", frame: "border-line-strong text-ink-soft" },
  breached: { icon: "#icon-bolt", frame: "border-breach bg-breach text-paper" },
  missed: { icon: "#icon-flag", frame: "border-soon bg-soon-bg text-soon" },
  later_than_usual: { icon: "#icon-flag", frame: "border-soon text-soon" },
  not_applicable: { icon: "#icon-dash", frame: "border-line text-ink-soft" },
};

const shape = "inline-flex items-center gap-1 border px-1.5 tabular-nums";
const sizes = {
  full: "rounded-md py-px text-sm font-semibold",
  small: "rounded-md text-xs",
} as const;

/** One clock: icon, word and time. Needs an IconSprite on the page. */
export function ClockChip({
  status,
  size = "full",
  className,
}: {
  status: ClockStatus;
  size?: keyof typeof sizes;
  className?: string | undefined;
}) {
  const look = CLOCK_LOOKS[status.state];
  return (
    <span data-clock={status.state} className={cx(shape, sizes[size], look.frame, className)}>
      <svg aria-hidden="true" className="size-3.5 shrink-0">
        <use href={look.icon} />
      </svg>
      {clockWords(status)}
    </span>
  );
}

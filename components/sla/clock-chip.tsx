import { cx } from "@/components/ui/class-names";
import type { ClockState, ClockStatus } from "@/lib/sla/types";
import { clockWords } from "@/lib/sla/wording";

/** Outline when calm, filled when it wants somebody; the icon and the words say the same without colour (look.md). */
export const CLOCK_LOOKS: Record<ClockState, { icon: string; frame: string; small: string }> = {
  running: { icon: "#icon-clock", frame: "border-line-strong text-ink-soft", small: "text-ink-soft" },
  due_soon: { icon: "#icon-half-disc", frame: "border-soon text-soon", small: "text-soon" },
  due_today: { icon: "#icon-half-disc", frame: "border-soon bg-soon-bg text-soon", small: "font-semibold text-soon" },
  paused: {
    icon: "#icon-pause",
    frame: "border-pause text-pause bg-[repeating-linear-gradient(135deg,var(--pause-bg)_0_5px,transparent_5px_9px)]",
    small: "text-pause",
  },
  met: { icon: "#icon-tick", frame: "border-met text-met", small: "text-met" },
  met_late: { icon: "#icon-tick-flag", frame: "border-line-strong text-ink-soft", small: "text-ink-soft" },
  breached: { icon: "#icon-bolt", frame: "border-breach bg-breach text-paper", small: "font-semibold text-breach" },
  missed: { icon: "#icon-flag", frame: "border-soon bg-soon-bg text-soon", small: "font-semibold text-soon" },
  later_than_usual: { icon: "#icon-flag", frame: "border-soon text-soon", small: "text-soon" },
  not_applicable: { icon: "#icon-dash", frame: "border-line text-ink-soft", small: "text-ink-soft" },
};

const shape = "inline-flex items-center gap-1 rounded-md border px-1.5 py-px text-sm font-semibold tabular-nums";

/** One clock: icon, word and time. Needs an IconSprite on the page. */
export function ClockChip({ status, className }: { status: ClockStatus; className?: string | undefined }) {
  const look = CLOCK_LOOKS[status.state];
  return (
    <span data-clock={status.state} className={cx(shape, look.frame, className)}>
      <svg aria-hidden="true" className="size-3.5 shrink-0">
        <use href={look.icon} />
      </svg>
      {clockWords(status)}
    </span>
  );
}

/** A clock beside the one to watch: the same icon and words without a frame. Needs an IconSprite. */
export function SmallClock({ status }: { status: ClockStatus }) {
  const look = CLOCK_LOOKS[status.state];
  return (
    <span data-clock={status.state} className={cx("inline-flex items-center gap-0.5 text-xs tabular-nums", look.small)}>
      <svg aria-hidden="true" className="size-3 shrink-0">
        <use href={look.icon} />
      </svg>
      {clockWords(status)}
    </span>
  );
}

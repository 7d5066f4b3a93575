import { cx } from "@/components/ui/class-names";
import type { ClockState } from "@/lib/sla/types";

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

type Mark = { state: ClockState; words: string; className?: string | undefined };

/** A clock whose words are made already: light enough for the browser. Needs an IconSprite on the page. */
export function ClockMark({ state, words, className }: Mark) {
  const look = CLOCK_LOOKS[state];
  return (
    <span data-clock={state} className={cx(shape, look.frame, className)}>
      <svg aria-hidden="true" className="size-3.5 shrink-0">
        <use href={look.icon} />
      </svg>
      {words}
    </span>
  );
}

/** The same without a frame, for the clocks beside the one to watch. */
export function SmallMark({ state, words }: Mark) {
  const look = CLOCK_LOOKS[state];
  return (
    <span data-clock={state} className={cx("inline-flex items-center gap-0.5 text-xs tabular-nums", look.small)}>
      <svg aria-hidden="true" className="size-3 shrink-0">
        <use href={look.icon} />
      </svg>
      {words}
    </span>
  );
}

/** A mark whose derivation opens beneath it without scripts. */
export function ClockDisclosure({
  state,
  words,
  lines,
}: {
  state: ClockState;
  words: string;
  lines: readonly string[];
}) {
  return (
    <details className="group/clock">
      <summary className="w-fit list-none rounded-md pointer-coarse:py-2.5 [&::-webkit-details-marker]:hidden">
        <ClockMark
          state={state}
          words={words}
          className="after:-mt-0.5 after:ms-1 after:size-1.5 after:shrink-0 after:rotate-45 after:border-e after:border-b after:border-current group-open/clock:after:mt-0.5 group-open/clock:after:-rotate-135"
        />
      </summary>
      <div className="my-1 flex max-w-96 flex-col gap-1 border-s-2 border-line ps-2 text-xs text-ink-soft">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </details>
  );
}

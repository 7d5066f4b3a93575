import type { LucideIcon } from "lucide-react";
import { cx } from "./class-names";
import { Icon } from "./icon";

export type TagTone = "neutral" | "soon" | "breach" | "pause" | "met" | "note";

const outlined: Record<TagTone, string> = {
  neutral: "border-line-strong text-ink-soft",
  soon: "border-soon text-soon",
  breach: "border-breach text-breach",
  pause: "border-pause text-pause",
  met: "border-met text-met",
  note: "border-note text-note",
};

const filled: Record<TagTone, string> = {
  neutral: "border-line bg-sunken text-ink",
  soon: "border-soon bg-soon-bg text-soon",
  breach: "border-breach bg-breach-bg text-breach",
  pause: "border-pause bg-pause-bg text-pause",
  met: "border-met bg-met-bg text-met",
  note: "border-note bg-note-bg text-note",
};

/** A word in a frame. Outline when calm, filled when it wants attention; the colour only repeats the word. */
export function Tag({
  children,
  tone = "neutral",
  fill = false,
  icon,
}: {
  children: string;
  tone?: TagTone;
  fill?: boolean;
  icon?: LucideIcon | undefined;
}) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-md border px-1.5 py-px text-sm font-semibold whitespace-nowrap",
        fill ? filled[tone] : outlined[tone],
      )}
    >
      {icon ? <Icon of={icon} /> : null}
      {children}
    </span>
  );
}

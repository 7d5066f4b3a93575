import { CircleCheck, Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

export type NoticeKind = "info" | "warning" | "success" | "error";

const looks: Record<NoticeKind, { word: string; icon: LucideIcon; frame: string; title: string }> = {
  info: { word: "Note", icon: Info, frame: "border-pause bg-pause-bg", title: "text-pause" },
  warning: { word: "Warning", icon: TriangleAlert, frame: "border-soon bg-soon-bg", title: "text-soon" },
  success: { word: "Done", icon: CircleCheck, frame: "border-met bg-met-bg", title: "text-met" },
  error: { word: "Problem", icon: OctagonAlert, frame: "border-breach bg-breach-bg", title: "text-breach" },
};

/** `live` for what appears after an action: politely announced ("status") or at once ("alert"). */
export function Notice({
  kind = "info",
  title,
  children,
  live,
  className,
}: {
  kind?: NoticeKind;
  /** Replaces the kind's own word ("Note", "Warning", "Done", "Problem"). */
  title?: string | undefined;
  children?: ReactNode;
  live?: "status" | "alert" | undefined;
  className?: string | undefined;
}) {
  const look = looks[kind];
  return (
    <div role={live} data-said={live} className={cx("rounded-md border border-s-4 p-4", look.frame, className)}>
      <p className={cx("flex items-start gap-2 font-semibold", look.title)}>
        <Icon of={look.icon} size={20} className="mt-0.5" />
        {title ?? look.word}
      </p>
      {children ? <div className="mt-1 ps-7 max-sm:ps-0">{children}</div> : null}
    </div>
  );
}

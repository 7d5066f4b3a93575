import type { ClockStatus } from "@/lib/sla/types";
import { clockWords } from "@/lib/sla/wording";
import { ClockMark } from "./clock-mark";

/** One clock: icon, word and time. Needs an IconSprite on the page. */
export function ClockChip({ status, className }: { status: ClockStatus; className?: string | undefined }) {
  return <ClockMark state={status.state} words={clockWords(status)} className={className} />;
}

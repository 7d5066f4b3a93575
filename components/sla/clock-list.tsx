import { currentRuns } from "@/lib/sla/current-runs";
import type { ClockStatus } from "@/lib/sla/types";
import { reporterSentence } from "@/lib/sla/wording";

import { ClockDetails, derivationText } from "./clock-details";
import { CLOCK_LOOKS } from "./clock-mark";
import { IconSprite } from "./icon-sprite";

/** All clocks of one report, as its staff see them. Needs an IconSprite. */
export function ClockList({ clocks }: { clocks: readonly ClockStatus[] }) {
  if (clocks.length === 0) return <p className="text-ink-soft">No clock runs: this policy publishes no target.</p>;
  const current = currentRuns(clocks);
  const earlier = clocks.filter((status) => !current.includes(status));
  return (
    <>
      <Chips clocks={unfinishedFirst(current)} />
      {earlier.length > 0 ? (
        <details className="mt-2">
          <summary className="w-fit py-0.5 text-link underline underline-offset-4 pointer-coarse:py-2.5">
            {earlier.length === 1 ? "1 earlier update" : `The ${earlier.length} updates before it`}
          </summary>
          <div className="mt-2">
            <Chips clocks={earlier} />
          </div>
        </details>
      ) : null}
    </>
  );
}

function Chips({ clocks }: { clocks: readonly ClockStatus[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {clocks.map((status) => (
        <li key={`${status.clock}-${status.run}`}>
          <ClockDetails status={status} />
        </li>
      ))}
    </ul>
  );
}

function unfinishedFirst(clocks: readonly ClockStatus[]): ClockStatus[] {
  const finished = ({ state }: ClockStatus) => Number(["met", "met_late", "not_applicable"].includes(state));
  return [...clocks].sort((a, b) => finished(a) - finished(b));
}

/** The same clocks for the one who reported: a plain sentence each, with the arithmetic beneath. Brings its own IconSprite. */
export function ReporterClockList({ clocks }: { clocks: readonly ClockStatus[] }) {
  return (
    <>
      <IconSprite />
      <ul className="flex flex-col gap-4">
        {currentRuns(clocks)
          .filter(({ state }) => state !== "not_applicable")
          .map((status) => (
            <li key={`${status.clock}-${status.run}`} className="flex gap-2.5">
              <svg aria-hidden="true" className={`mt-1 size-4 shrink-0 ${tone(status)}`}>
                <use href={CLOCK_LOOKS[status.state].icon} />
              </svg>
              <div className="min-w-0">
                <p>{reporterSentence(status)}</p>
                <details className="text-sm text-ink-soft">
                  <summary className="w-fit py-0.5 underline underline-offset-4 pointer-coarse:py-2.5">
                    How this date is counted
                  </summary>
                  <p className="mt-1 border-s-2 border-line ps-3">{derivationText(status)}</p>
                </details>
              </div>
            </li>
          ))}
      </ul>
    </>
  );
}

function tone({ state }: ClockStatus): string {
  switch (state) {
    case "met":
      return "text-met";
    case "paused":
      return "text-pause";
    case "breached":
      return "text-breach";
    case "missed":
    case "later_than_usual":
    case "due_soon":
    case "due_today":
      return "text-soon";
    default:
      return "text-ink-soft";
  }
}

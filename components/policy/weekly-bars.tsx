import type { Weeks } from "@/lib/sla/response-times/types";
import { formatShortDate } from "@/lib/sla/words-of-time";

const WEEK = 48;
const GAP = 8;
const HEIGHT = 120;
const HEAD = 18;
const FOOT = 24;

/** A bar for each week, as high as the share that was kept; weeks that are counted together share one wider bar. */
export function WeeklyBars({ weeks, label }: { weeks: readonly Weeks[]; label: string }) {
  const width = weeks.reduce((sum, block) => sum + block.weeks, 0) * WEEK;
  const top = (share: number) => HEIGHT - share * (HEIGHT - HEAD);
  return (
    <figure className="max-w-full overflow-x-auto" data-print="keep">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${HEIGHT + FOOT}`}
        className="h-36 w-full min-w-136 text-accent"
        preserveAspectRatio="xMinYMid meet"
      >
        {[0, 0.5, 1].map((share) => (
          <path key={share} d={`M0 ${top(share)}H${width}`} className="stroke-line" strokeWidth="1" />
        ))}
        {weeks.map(({ from, weeks: count, share }, index) => {
          const x = weeks.slice(0, index).reduce((sum, block) => sum + block.weeks, 0) * WEEK;
          const bar = count * WEEK - GAP;
          const y = Math.min(top(share), HEIGHT - 2);
          return (
            <g key={from}>
              <rect x={x} y={y} width={bar} height={HEIGHT - y} fill="currentColor" />
              <text x={x + bar / 2} y={y - 5} textAnchor="middle" fontSize="12" className="fill-ink">
                {Math.floor(share * 100)} %
              </text>
              {count > 1 || index % 2 === 0 ? (
                <text x={x} y={HEIGHT + 17} fontSize="12" className="fill-ink-soft">
                  {formatShortDate(from)}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      <figcaption className="text-sm text-ink-soft">
        Share kept, by week. A wider bar counts weeks together that have too few reports to show alone.
      </figcaption>
    </figure>
  );
}

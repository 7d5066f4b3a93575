import type { Week } from "@/lib/sla/response-times/types";
import { formatShortDate } from "@/lib/sla/words-of-time";

const BAR = 36;
const GAP = 12;
const HEIGHT = 120;
const FOOT = 28;

/** One bar a week, as high as the share that was kept; a hatched stub where there are too few to show. */
export function WeeklyBars({ weeks, label }: { weeks: readonly Week[]; label: string }) {
  const width = weeks.length * (BAR + GAP) - GAP;
  return (
    <figure className="max-w-full overflow-x-auto" data-print="keep">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${HEIGHT + FOOT}`}
        className="h-36 w-full min-w-136 text-accent"
        preserveAspectRatio="xMinYMid meet"
      >
        <defs>
          <pattern id="few" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" className="stroke-line-strong" strokeWidth="2" />
          </pattern>
        </defs>
        {[0, 50, 100].map((mark) => (
          <path
            key={mark}
            d={`M0 ${HEIGHT - (mark / 100) * (HEIGHT - 16)}H${width}`}
            className="stroke-line"
            strokeWidth="1"
          />
        ))}
        {weeks.map(({ from, share }, index) => {
          const x = index * (BAR + GAP);
          const height = share === null ? 10 : Math.max(2, share * (HEIGHT - 16));
          return (
            <g key={from}>
              <rect
                x={x}
                y={HEIGHT - height}
                width={BAR}
                height={height}
                fill={share === null ? "url(#few)" : "currentColor"}
                className={share === null ? "stroke-line-strong" : undefined}
              />
              {share === null ? null : (
                <text x={x + BAR / 2} y={HEIGHT - height - 4} textAnchor="middle" fontSize="11" className="fill-ink">
                  {Math.floor(share * 100)}
                </text>
              )}
              {index % 3 === 0 ? (
                <text x={x} y={HEIGHT + 18} fontSize="11" className="fill-ink-soft">
                  {formatShortDate(from)}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      <figcaption className="text-sm text-ink-soft">
        Share kept in %, by week. Hatched: too few reports to show.
      </figcaption>
    </figure>
  );
}

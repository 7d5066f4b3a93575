import type { Chart } from "@/lib/analytics/types";

const ROW = 28;
const LABEL = 190;
const WIDTH = 640;
const VALUE = 64;

/** A bar for each, drawn on the server; its words stand at its end, and the same is a table below. */
export function Bars({ bars, label }: { bars: Chart["bars"]; label: string }) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  if (bars.length < 2 || most === 0) return null;
  const room = WIDTH - LABEL - VALUE;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`}
      className="w-full max-w-2xl text-accent"
      preserveAspectRatio="xMinYMid meet"
    >
      {bars.map((bar, index) => {
        const y = index * ROW;
        const width = Math.max((bar.value / most) * room, bar.value > 0 ? 2 : 0);
        return (
          <g key={bar.label}>
            <text x={LABEL - 10} y={y + 18} textAnchor="end" fontSize="13" className="fill-ink-soft">
              {bar.label}
            </text>
            <rect x={LABEL} y={y + 4} width={width} height={ROW - 10} rx="2" fill="currentColor" />
            <text x={LABEL + width + 8} y={y + 18} fontSize="13" className="fill-ink">
              {bar.words}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

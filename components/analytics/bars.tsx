import type { Chart } from "@/lib/analytics/types";

const ROW = 28;
const LABEL = 190;
const WIDTH = 640;
const VALUE = 64;
/** Of a line of a label, which has two where it needs them; the table beneath has the whole of any. */
const LETTERS = 28;

/** A bar for each, drawn on the server; its words stand at its end, and the same is a table below. */
export function Bars({ chart: { id, bars, parts }, label }: { chart: Chart; label: string }) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  if (bars.length < 2 || most === 0) return null;
  const room = WIDTH - LABEL - VALUE;
  return (
    <div className="flex flex-col gap-2">
      {parts ? <Legend id={id} parts={parts} /> : null}
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`}
        className="w-full max-w-2xl text-accent"
        preserveAspectRatio="xMinYMid meet"
      >
        {parts ? <Patterns id={id} /> : null}
        {bars.map((bar, index) => {
          const y = index * ROW;
          const width = Math.max((bar.value / most) * room, bar.value > 0 ? 2 : 0);
          return (
            <g key={bar.label}>
              <Label text={bar.label} y={y} />
              {bar.parts ? (
                segments(bar.parts, room / most).map(({ part, x, width: wide }) => (
                  <Filled key={part} id={id} part={part} x={LABEL + x} y={y + 4} width={wide} height={ROW - 10} />
                ))
              ) : (
                <rect x={LABEL} y={y + 4} width={width} height={ROW - 10} rx="2" fill="currentColor" />
              )}
              <text x={LABEL + width + 8} y={y + 18} fontSize="13" className="fill-ink">
                {bar.words}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function Label({ text, y }: { text: string; y: number }) {
  const cut = text.length > LETTERS ? text.lastIndexOf(" ", LETTERS) : -1;
  const lines = cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
  const [first, second] = lines.map((line) => (line.length > LETTERS ? `${line.slice(0, LETTERS - 1)}…` : line));
  return (
    <text textAnchor="end" fontSize={second ? 12 : 13} className="fill-ink-soft">
      <tspan x={LABEL - 10} y={y + (second ? 12 : 18)}>
        {first}
      </tspan>
      {second ? (
        <tspan x={LABEL - 10} y={y + 25}>
          {second}
        </tspan>
      ) : null}
    </text>
  );
}

/** The parts of a stack that are not empty, one after another. */
function segments(parts: readonly number[], unit: number) {
  let x = 0;
  return parts.flatMap((value, part) => {
    const segment = { part, x, width: value * unit };
    x += segment.width;
    return value > 0 ? [segment] : [];
  });
}

/** How each part is drawn: told apart by its pattern, in one colour, and by its place in the stack. */
const FILLS = ["full", "slanted", "dotted", "lined", "empty"] as const;

const fillOf = (id: string, part: number) => {
  const fill = FILLS[part % FILLS.length] ?? "empty";
  return fill === "full" ? "currentColor" : fill === "empty" ? "none" : `url(#${id}-${fill})`;
};

function Filled(given: { id: string; part: number; x: number; y: number; width: number; height: number }) {
  const { id, part, x, y, width, height } = given;
  // Its border lies inside, so that two parts stand apart by a hair.
  return (
    <rect
      x={x + 1}
      y={y + 0.5}
      width={Math.max(width - 2, 1)}
      height={height - 1}
      fill={fillOf(id, part)}
      stroke="currentColor"
    />
  );
}

function Patterns({ id }: { id: string }) {
  const of = (fill: (typeof FILLS)[number]) => ({
    id: `${id}-${fill}`,
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
  });
  return (
    <defs>
      <pattern {...of("slanted")} patternTransform="rotate(45)">
        <rect width="2.5" height="6" fill="currentColor" />
      </pattern>
      <pattern {...of("dotted")}>
        <circle cx="3" cy="3" r="1.3" fill="currentColor" />
      </pattern>
      <pattern {...of("lined")}>
        <rect width="6" height="1.5" fill="currentColor" />
      </pattern>
    </defs>
  );
}

function Legend({ id, parts }: { id: string; parts: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1" aria-label="What the bars are made of, from left to right">
      {parts.map((name, part) => (
        <li key={name} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" width="20" height="14" className="shrink-0 text-accent">
            <Filled id={id} part={part} x={0} y={0} width={20} height={14} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** On each symbol, because a `<use>` inherits from where it stands and not from this svg. */
const DRAWN = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 2,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/**
 * The drawings of clocks and severities, once a page: each chip then refers to one by `<use>`, which keeps a list of
 * fifty rows light. Render it beside whatever shows a ClockChip or a SeverityMark.
 */
export function IconSprite() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <symbol {...DRAWN} id="icon-clock" viewBox="0 0 24 24">
        <circle cx="12" cy="12" r="9" />
        <path d="M12 7v5l3.5 2" />
      </symbol>
      <symbol {...DRAWN} id="icon-half-disc" viewBox="0 0 24 24">
        <circle cx="12" cy="12" r="9" />
        <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
      </symbol>
      <symbol {...DRAWN} id="icon-pause" viewBox="0 0 24 24">
        <path d="M8.5 5v14M15.5 5v14" strokeWidth="3" />
      </symbol>
      <symbol {...DRAWN} id="icon-flag" viewBox="0 0 24 24">
        <path d="M5 21V4h13l-3 5 3 5H5" />
      </symbol>
      <symbol {...DRAWN} id="icon-bolt" viewBox="0 0 24 24">
        <path d="M13 3 5 14h6l-1 7 8-11h-6z" fill="currentColor" />
      </symbol>
      <symbol {...DRAWN} id="icon-tick" viewBox="0 0 24 24">
        <path d="m5 13 4.5 4.5L19 7" />
      </symbol>
      <symbol {...DRAWN} id="icon-tick-flag" viewBox="0 0 24 24">
        <path d="m2.5 14 3.5 3.5L12 11M15 21V5h7l-2 3 2 3h-7" />
      </symbol>
      <symbol {...DRAWN} id="icon-dash" viewBox="0 0 24 24">
        <path d="M6 12h12" />
      </symbol>
      {[0, 1, 2, 3, 4].map((filled) => (
        <symbol {...DRAWN} key={filled} id={`icon-bars-${filled}`} viewBox="0 0 28 12">
          {[0, 1, 2, 3].map((bar) => (
            <rect
              key={bar}
              x={1 + bar * 7}
              y="2"
              width="5"
              height="8"
              strokeWidth="1"
              fill={bar < filled ? "currentColor" : undefined}
            />
          ))}
        </symbol>
      ))}
    </svg>
  );
}

/** Qualitative scale: CVSS v3.1 specification, section 5, table 14; v4.0 specification, section 6, table 22. */
export const SEVERITY_BANDS = [
  { band: "none", from: 0, to: 0 },
  { band: "low", from: 0.1, to: 3.9 },
  { band: "medium", from: 4, to: 6.9 },
  { band: "high", from: 7, to: 8.9 },
  { band: "critical", from: 9, to: 10 },
] as const;

export type SeverityBand = (typeof SEVERITY_BANDS)[number]["band"];

/** The word for a score, which has one decimal and lies between 0 and 10. */
export function bandOf(score: number): SeverityBand {
  const found = SEVERITY_BANDS.find(({ from, to }) => score >= from && score <= to);
  if (!found) throw new RangeError(`${score} is not a CVSS score.`);
  return found.band;
}

import { SEVERITY_BANDS, type SeverityBand } from "./bands";

const place = (band: SeverityBand) => SEVERITY_BANDS.findIndex((known) => known.band === band);

/** By how many words of the qualitative scale two views differ. */
export function bandsApart(one: SeverityBand, other: SeverityBand): number {
  return Math.abs(place(one) - place(other));
}

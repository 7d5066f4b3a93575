import type { SeverityBand } from "./bands";
import { readVector } from "./score";

export type Rating = { severity: SeverityBand; vector: string | null; score: number | null };

export type ReadRating = { ok: true; rating: Rating } | { ok: false; field: "vector" | "severity"; message: string };

/** A severity as typed: a vector, whose score gives the word, or the word alone; never both against each other. */
export function readRating({ vector, severity }: { vector: string; severity: SeverityBand | "" }): ReadRating {
  if (vector.trim() === "") {
    return severity === ""
      ? { ok: false, field: "severity", message: "Select a severity, or give a CVSS vector" }
      : { ok: true, rating: { severity, vector: null, score: null } };
  }
  const read = readVector(vector.trim());
  if (!read.ok) return { ok: false, field: "vector", message: read.message };
  if (severity !== "" && severity !== read.band) {
    const message = `The vector scores ${read.score}, which is ${read.band}. Select ${read.band}, or change the vector`;
    return { ok: false, field: "severity", message };
  }
  return { ok: true, rating: { severity: read.band, vector: read.vector, score: read.score } };
}

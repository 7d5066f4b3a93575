import * as calculators from "ae-cvss-calculator";
import { invalid } from "../errors";
import { bandOf, type SeverityBand } from "./bands";
import { type CvssVersion, parseVector } from "./vector";

/** The package is one CommonJS bundle: Node shows it as a default export, bundlers show its names. */
const { Cvss3P1, Cvss4P0 } = "default" in calculators ? (calculators.default as typeof calculators) : calculators;

export type ScoredVector = { version: CvssVersion; vector: string; score: number; band: SeverityBand };

export type VectorVerdict = ({ ok: true } & ScoredVector) | { ok: false; message: string };

/** The score of a vector, threat and environment included where it gives them. For the server: a large import. */
export function readVector(text: string): VectorVerdict {
  const parsed = parseVector(text);
  if (!parsed.ok) return parsed;
  const { version, vector } = parsed;
  const calculator = version === "4.0" ? new Cvss4P0(vector) : new Cvss3P1(vector);
  const score = calculator.calculateScores().overall;
  if (typeof score !== "number" || !(score >= 0 && score <= 10)) throw new RangeError(`No score for ${vector}.`);
  return { ok: true, version, vector, score, band: bandOf(score) };
}

/** What a vector means in one sentence, or what is wrong with it. */
export function scoreSentence(text: string): string {
  const read = readVector(text);
  return read.ok ? `This vector scores ${read.score.toFixed(1)}, which is ${read.band}` : read.message;
}

/** @throws PortalError INVALID with the sentence of `parseVector`. */
export function scoreVector(text: string): ScoredVector {
  const read = readVector(text);
  if (!read.ok) throw invalid(read.message);
  const { version, vector, score, band } = read;
  return { version, vector, score, band };
}

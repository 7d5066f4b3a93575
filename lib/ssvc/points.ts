/** The decision points of the SSVC supplier table; the keys of values are those of the published data. */
export const SSVC_POINTS = ["exploitation", "utility", "technicalImpact", "publicSafetyImpact"] as const;
export type SsvcPoint = (typeof SSVC_POINTS)[number];

export const SSVC_VALUES = {
  exploitation: ["N", "P", "A"],
  utility: ["L", "E", "S"],
  technicalImpact: ["P", "T"],
  publicSafetyImpact: ["M", "S"],
} as const satisfies Record<SsvcPoint, readonly string[]>;

export const SSVC_OUTCOMES = ["D", "S", "O", "I"] as const;
export type SsvcOutcome = (typeof SSVC_OUTCOMES)[number];

/** What was recorded; null where it is not known. */
export type SsvcAnswers = { [Point in SsvcPoint]: (typeof SSVC_VALUES)[Point][number] | null };

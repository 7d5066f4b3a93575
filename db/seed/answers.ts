/** What a careful reporter types where a story says nothing else. */
export const usualAnswers: Record<string, string | string[]> = {
  outOfScope: ["none"],
  exposed: "no",
  environment: "own",
  conditionsNone: "yes",
  exploited: "dont_know",
  alreadyPublic: "no",
  retest: "yes",
  identity: "pseudonym",
  language: "en",
  shareIdentity: "keep",
  cveRequested: "no",
  plans: "none",
  accepted: "yes",
  conduct: "followed",
  coordinate: "coordinate",
};

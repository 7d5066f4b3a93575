export const SCOPE_VERDICTS = ["permitted", "not_permitted", "no_permission_stated"] as const;
export type ScopeVerdict = (typeof SCOPE_VERDICTS)[number];

/** Longest text of one's own in a question: it ends up in a signed answer. */
export const OWN_WORDS_MAX = 200;

export const VERDICT_WORDS: Record<ScopeVerdict, string> = {
  permitted: "Within the policy",
  not_permitted: "Not permitted",
  no_permission_stated: "No permission stated",
};

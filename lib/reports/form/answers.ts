/** The steps of the guided form, in the order of their addresses. */
export const STEPS = [
  "scope",
  "exposure",
  "product",
  "details",
  "repro",
  "impact",
  "contact",
  "credit",
  "agree",
] as const;
export type Step = (typeof STEPS)[number];

export function isStep(value: string): value is Step {
  return (STEPS as readonly string[]).includes(value);
}

/** Answers that are one text, one choice or one tick ("yes"). Input names and keys of the stored answers. */
export const SINGLE_ANSWERS = [
  "productId",
  "productOther",
  "scopeRationale",
  "exposed",
  "exposureOngoing",
  "exposureScale",
  "exposureHeld",
  "platform",
  "productVersion",
  "productVersionUnknown",
  "serverVersion",
  "platformVersion",
  "environment",
  "component",
  "packageRef",
  "title",
  "summary",
  "cweChoice",
  "details",
  "tools",
  "onlyOne",
  /** Steps 4 to 6 as one armoured OpenPGP message, in reports that are protected so. */
  "encryptedMessage",
  "conditions",
  "conditionsNone",
  "steps",
  "stepsUnreliable",
  "stepsUnreliableWhy",
  "poc",
  "expected",
  "actual",
  "aiUse",
  "aiChecked",
  "scenario",
  "impact",
  "severity",
  "cvss",
  "exploited",
  "alreadyPublic",
  "proposedResolution",
  "retest",
  "identity",
  "contactName",
  "email",
  "pgpKey",
  "group",
  "jobTitle",
  "language",
  "shareIdentity",
  "creditWish",
  "creditText",
  "creditUrl",
  "creditOrg",
  "creditType",
  "cveRequested",
  "cveCna",
  "cveId",
  "plans",
  "plansDate",
  "plansTime",
  "plansZone",
  "policyVersion",
  "accepted",
  "conduct",
  "conductNote",
  "coordinate",
] as const;
export type SingleAnswer = (typeof SINGLE_ANSWERS)[number];

/** Answers that are lists: ticked choices, or one line each. */
export const LIST_ANSWERS = [
  "outOfScope",
  "exposureKinds",
  "urls",
  "cweIds",
  "references",
  "alreadyPublicUrls",
  "coFinders",
] as const;
export type ListAnswer = (typeof LIST_ANSWERS)[number];

export type AnswerKey = SingleAnswer | ListAnswer;
export type Answers = { [K in SingleAnswer]?: string } & { [K in ListAnswer]?: string[] };

/** What a form sends, before any judgement. A list may arrive as the text of a box, one item a line. */
export type RawAnswers = Partial<Record<AnswerKey, string | string[]>>;

const LISTS: ReadonlySet<string> = new Set(LIST_ANSWERS);
const SINGLES: ReadonlySet<string> = new Set(SINGLE_ANSWERS);

export function isListAnswer(key: string): key is ListAnswer {
  return LISTS.has(key);
}

export function isAnswerKey(key: string): key is AnswerKey {
  return LISTS.has(key) || SINGLES.has(key);
}

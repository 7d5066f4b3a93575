import type { AnswerKey, Answers } from "./answers";

/** Form.md §4: another report about the same product takes over contact, product, credit and language, nothing else. */
const CARRIED: readonly AnswerKey[] = [
  "productId",
  "productOther",
  "platform",
  "productVersion",
  "productVersionUnknown",
  "serverVersion",
  "platformVersion",
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
];

export function carriedOver(answers: Answers): Answers {
  const carried = CARRIED.filter((key) => answers[key] !== undefined);
  return Object.fromEntries(carried.map((key) => [key, answers[key]]));
}

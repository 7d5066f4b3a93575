import { z } from "zod";
import type { AdditionContent } from "../reports/additions";
import { type AnswerKey, isAnswerKey } from "../reports/form/answers";

/** Where a hit was found, in the words of a list; in the order in which hits are looked for. */
const ANSWER_WORDS: Partial<Record<AnswerKey, string>> = {
  title: "Title",
  summary: "Summary",
  details: "Details",
  steps: "Steps",
  poc: "Proof of concept",
  impact: "Impact",
  scenario: "Scenario",
  expected: "Expected",
  actual: "Actual",
  conditions: "Conditions",
  environment: "Environment",
  component: "Component",
  packageRef: "Package",
  urls: "Addresses",
  references: "References",
  alreadyPublicUrls: "Public at",
  proposedResolution: "Proposed fix",
  scopeRationale: "Why in scope",
  conductNote: "What went differently",
  stepsUnreliableWhy: "Why unreliable",
  exposureHeld: "Data held",
  productOther: "Product",
  productVersion: "Version",
  serverVersion: "Server version",
  platform: "Platform",
  platformVersion: "Platform version",
  tools: "Tools",
  cveId: "CVE",
  cveCna: "CNA",
  contactName: "Reporter",
  group: "Reporter’s group",
  coFinders: "Co-finders",
};

/** Answers in free words: choices, mail addresses and keys are not searched. */
const SEARCHED: readonly AnswerKey[] = Object.keys(ANSWER_WORDS).filter(isAnswerKey);

const storedSchema = z.record(z.string(), z.object({ value: z.union([z.string(), z.array(z.string())]) }));

/** The same of an addition: a text of its own, or further answers. */
export function searchedAddition(content: AdditionContent): SearchedText[] {
  if (!("answers" in content)) return [{ where: "Addition", text: content.text }];
  const given = Object.entries(content.answers).filter(([, value]) => value !== undefined);
  return searchedAnswers(Object.fromEntries(given.map(([key, value]) => [key, { value }])));
}

export type SearchedText = { where: string; text: string };

/** The texts of stored answers that a search looks through, without judging the rest of them. */
export function searchedAnswers(stored: unknown): SearchedText[] {
  const answers = storedSchema.parse(stored);
  return SEARCHED.flatMap((key) => {
    const value = answers[key]?.value;
    const text = Array.isArray(value) ? value.join(" \n") : value;
    return text ? [{ where: ANSWER_WORDS[key] ?? key, text }] : [];
  });
}

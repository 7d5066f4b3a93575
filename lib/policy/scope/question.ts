import { z } from "zod";
import { cweNumber } from "../../weaknesses/cwe";
import type { ScopeQuestion } from "./answer";
import { OWN_WORDS_MAX } from "./vocabulary";

/** Values of the form that are no product and no exclusion; a key never starts with an underscore. */
export const SOMETHING_ELSE = "_other";
export const NONE_OF_THESE = "_none";

const words = z.string().trim().max(OWN_WORDS_MAX, `Use at most ${OWN_WORDS_MAX} characters`).default("");

const formSchema = z.object({
  product: z.string().min(1, "Choose what you want to test").max(60, "Choose what you want to test"),
  other: words,
  activity: z
    .array(z.string().max(60))
    .max(60)
    .refine(
      (ids) => !ids.includes(NONE_OF_THESE) || ids.length === 1,
      "Choose exclusions, or “None of these”, not both",
    )
    .default([]),
  words,
  cwe: z
    .string()
    .trim()
    .max(20)
    .refine((text) => text === "" || (cweNumber(text) ?? 0) > 0, "Enter a CWE number like CWE-79")
    .default(""),
});

export type AskedScope =
  | { state: "unasked" }
  | { state: "invalid"; errors: Record<string, string>; typed: ScopeFormValues }
  | { state: "asked"; question: ScopeQuestion; typed: ScopeFormValues };

export type ScopeFormValues = { product: string; other: string; activity: string[]; words: string; cwe: string };

/** Reads the question from the address of the page; every value in it may be missing, repeated or wrong. */
export function askedScope(query: Record<string, string | string[] | undefined>): AskedScope {
  const one = (name: string) => [query[name] ?? ""].flat()[0] ?? "";
  const typed: ScopeFormValues = {
    product: one("product"),
    other: one("other"),
    activity: [...new Set([query.activity ?? []].flat())].filter((id) => id !== ""),
    words: one("words"),
    cwe: one("cwe"),
  };
  if (!["product", "other", "activity", "words", "cwe"].some((name) => query[name] !== undefined)) {
    return { state: "unasked" };
  }
  const parsed = formSchema.safeParse(typed);
  if (!parsed.success) {
    const errors: Record<string, string> = {};
    for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
    return { state: "invalid", errors, typed };
  }
  const { product, other, activity, cwe } = parsed.data;
  const named = product !== SOMETHING_ELSE;
  return {
    state: "asked",
    typed,
    question: {
      productId: named ? product : null,
      other: named ? "" : other,
      exclusions: activity.filter((id) => id !== NONE_OF_THESE),
      noneExcluded: activity.includes(NONE_OF_THESE),
      words: parsed.data.words,
      cwe: cwe === "" ? null : cweNumber(cwe),
    },
  };
}

/** The same question as the query of an address. */
export function scopeQuery({ product, other, activity, words: own, cwe }: ScopeFormValues): string {
  const query = new URLSearchParams();
  for (const [name, value] of [
    ["product", product],
    ["other", other],
    ...activity.map((id) => ["activity", id] as const),
    ["words", own],
    ["cwe", cwe],
  ] as const) {
    if (value !== "") query.append(name, value);
  }
  return query.toString();
}

import { createRequire } from "node:module";
import { z } from "zod";
import {
  type FoundWeakness,
  findWeakness,
  MAPPING_USAGES,
  type MappingUsage,
  matchWeaknesses,
  type Weakness,
  type WeaknessList,
} from "./cwe";
import { PLAIN_WORDS } from "./plain-words";

const termSchema = z.object({ Term: z.string() });
const relationSchema = z.object({
  attr: z.object({ "@_Nature": z.string(), "@_View_ID": z.string(), "@_CWE_ID": z.string() }),
});
const suggestionSchema = z.object({ attr: z.object({ "@_CWE_ID": z.string() }) });
const entrySchema = z.object({
  attr: z.object({ "@_Name": z.string(), "@_Status": z.string() }),
  Description: z.unknown(),
  Alternate_Terms: z.object({ Alternate_Term: z.union([termSchema, z.array(termSchema)]) }).optional(),
  Related_Weaknesses: z.object({ Related_Weakness: z.union([relationSchema, z.array(relationSchema)]) }).optional(),
  Mapping_Notes: z.object({
    Usage: z.enum(MAPPING_USAGES),
    Suggestions: z.object({ Suggestion: z.union([suggestionSchema, z.array(suggestionSchema)]) }).optional(),
  }),
});

/** The view "Weaknesses for Simplified Mapping of Published Vulnerabilities". */
const SIMPLIFIED_MAPPING = "1003";

/** The view "Research Concepts", the one hierarchy that every weakness stands in. */
const RESEARCH_CONCEPTS = "1000";

/** The package ships CWE 4.15; these came or were renamed by 4.19.1 (cwe.mitre.org, 2026-01-21). */
const SINCE_4_15: readonly [id: number, name: string][] = [
  [942, "Permissive Cross-domain Security Policy with Untrusted Domains"],
  [1039, "Inadequate Detection or Handling of Adversarial Input Perturbations in Automated Recognition Mechanism"],
  [1116, "Inaccurate Source Code Comments"],
  [1427, "Improper Neutralization of Input Used for LLM Prompting"],
  [1428, "Reliance on HTTP instead of HTTPS"],
  [1429, "Missing Security-Relevant Feedback for Unexecuted Operations in Hardware Interface"],
  [1431, "Driving Intermediate Cryptographic State/Results to Hardware Module Outputs"],
  [1434, "Insecure Setting of Generative AI/ML Model Inference Parameters"],
];

/** Advice that changed from 4.15 to 4.19.1. */
const USAGE_SINCE_4_15: Readonly<Record<number, MappingUsage>> = {
  22: "Allowed-with-Review",
  94: "Allowed-with-Review",
  114: "Discouraged",
  263: "Discouraged",
  426: "Allowed-with-Review",
  427: "Allowed-with-Review",
  798: "Allowed-with-Review",
};

const SYNONYMS_SINCE_4_15: Readonly<Record<number, readonly string[]>> = { 1427: ["prompt injection"] };

type Loaded = {
  list: WeaknessList;
  descriptions: ReadonlyMap<number, string>;
  /** Those directly beneath each. */
  children: ReadonlyMap<number, readonly number[]>;
};

let loaded: Loaded | null = null;

function load(): Loaded {
  // By require, because the file has 8 MB: an import would be parsed by every page that only may need it.
  const raw: unknown = createRequire(import.meta.url)("cwe-sdk/raw/cwe-dictionary.json");
  const entries = Object.entries(z.record(z.string(), entrySchema).parse(raw)).map(
    ([id, entry]) => [Number(id), entry] as const,
  );
  const usual = usualOf(entries);
  const list = new Map<number, Weakness>();
  const descriptions = new Map<number, string>();
  for (const [id, entry] of entries) {
    list.set(id, {
      id,
      name: entry.attr["@_Name"],
      synonyms: [entry.Alternate_Terms?.Alternate_Term ?? []].flat().map(({ Term }) => Term),
      usage: USAGE_SINCE_4_15[id] ?? entry.Mapping_Notes.Usage,
      deprecated: entry.attr["@_Status"] === "Deprecated",
      usual: usual.has(id),
      suggestions: [entry.Mapping_Notes.Suggestions?.Suggestion ?? []]
        .flat()
        .map(({ attr }) => Number(attr["@_CWE_ID"])),
      plain: PLAIN_WORDS[id] ?? null,
    });
    if (typeof entry.Description === "string") descriptions.set(id, entry.Description);
  }
  for (const [id, name] of SINCE_4_15) {
    const known = list.get(id);
    const fresh = {
      synonyms: SYNONYMS_SINCE_4_15[id] ?? [],
      usage: "Allowed",
      deprecated: false,
      usual: false,
    } as const;
    list.set(id, { ...(known ?? { ...fresh, suggestions: [], plain: PLAIN_WORDS[id] ?? null }), id, name });
  }
  return { list, descriptions, children: childrenOf(entries) };
}

function childrenOf(entries: readonly Entry[]): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const [id, entry] of entries) {
    for (const { attr } of [entry.Related_Weaknesses?.Related_Weakness ?? []].flat()) {
      if (attr["@_View_ID"] !== RESEARCH_CONCEPTS || attr["@_Nature"] !== "ChildOf") continue;
      const parent = Number(attr["@_CWE_ID"]);
      children.set(parent, [...(children.get(parent) ?? []), id]);
    }
  }
  return children;
}

type Entry = readonly [id: number, entry: z.infer<typeof entrySchema>];

/** The members of the simplified mapping and the weaknesses that it groups them under. */
function usualOf(entries: readonly Entry[]): Set<number> {
  const usual = new Set<number>();
  for (const [id, entry] of entries) {
    for (const { attr } of [entry.Related_Weaknesses?.Related_Weakness ?? []].flat()) {
      if (attr["@_View_ID"] !== SIMPLIFIED_MAPPING) continue;
      usual.add(id);
      usual.add(Number(attr["@_CWE_ID"]));
    }
  }
  return usual;
}

/** Every weakness of CWE 4.19.1 by its number; read on first use. For the server. */
export function weaknesses(): WeaknessList {
  loaded ??= load();
  return loaded.list;
}

/** CWE's own first words about a weakness, or null where the package has none. */
export function weaknessDescription(id: number): string | null {
  loaded ??= load();
  return loaded.descriptions.get(id) ?? null;
}

/** Reads "CWE-79", "79" or a name such as "cross-site scripting". */
export function parseCwe(text: string): FoundWeakness {
  return findWeakness(weaknesses(), text);
}

/** A weakness and everything beneath it in CWE's own hierarchy: who looks for injections means all kinds of them. */
export function withDescendants(id: number): number[] {
  loaded ??= load();
  const found = new Set([id]);
  for (const each of found) for (const child of loaded.children.get(each) ?? []) found.add(child);
  return [...found];
}

export function weaknessExists(id: number): boolean {
  return weaknesses().has(id);
}

export function weaknessName(id: number): string | null {
  return weaknesses().get(id)?.name ?? null;
}

export function searchWeaknesses(text: string, limit: number): Weakness[] {
  return matchWeaknesses(weaknesses(), text, limit);
}

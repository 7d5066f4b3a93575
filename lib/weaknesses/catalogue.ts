import { createRequire } from "node:module";
import { z } from "zod";
import {
  type FoundWeakness,
  findWeakness,
  MAPPING_USAGES,
  matchWeaknesses,
  type Weakness,
  type WeaknessList,
} from "./cwe";

const termSchema = z.object({ Term: z.string() });
const entrySchema = z.object({
  attr: z.object({ "@_Name": z.string(), "@_Status": z.string() }),
  Alternate_Terms: z.object({ Alternate_Term: z.union([termSchema, z.array(termSchema)]) }).optional(),
  Mapping_Notes: z.object({ Usage: z.enum(MAPPING_USAGES) }),
});

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

const SYNONYMS_SINCE_4_15: Readonly<Record<number, readonly string[]>> = { 1427: ["prompt injection"] };

let loaded: WeaknessList | null = null;

function load(): WeaknessList {
  // By require, because the file has 8 MB: an import would be parsed by every page that only may need it.
  const raw: unknown = createRequire(import.meta.url)("cwe-sdk/raw/cwe-dictionary.json");
  const list = new Map<number, Weakness>();
  for (const [id, entry] of Object.entries(z.record(z.string(), entrySchema).parse(raw))) {
    list.set(Number(id), {
      id: Number(id),
      name: entry.attr["@_Name"],
      synonyms: [entry.Alternate_Terms?.Alternate_Term ?? []].flat().map(({ Term }) => Term),
      usage: entry.Mapping_Notes.Usage,
      deprecated: entry.attr["@_Status"] === "Deprecated",
    });
  }
  for (const [id, name] of SINCE_4_15) {
    const known = list.get(id) ?? { synonyms: SYNONYMS_SINCE_4_15[id] ?? [], usage: "Allowed", deprecated: false };
    list.set(id, { ...known, id, name });
  }
  return list;
}

/** Every weakness of CWE 4.19.1 by its number; read on first use. For the server. */
export function weaknesses(): WeaknessList {
  loaded ??= load();
  return loaded;
}

/** Reads "CWE-79", "79" or a name such as "cross-site scripting". */
export function parseCwe(text: string): FoundWeakness {
  return findWeakness(weaknesses(), text);
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

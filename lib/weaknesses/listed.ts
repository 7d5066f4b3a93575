import { z } from "zod";
import { MAPPING_USAGES, type Weakness, type WeaknessList } from "./cwe";

const listedSchema = z.array(
  z.object({
    id: z.int(),
    name: z.string(),
    synonyms: z.array(z.string()).default([]),
    usage: z.enum(MAPPING_USAGES).default("Allowed"),
    usual: z.boolean().default(false),
    suggestions: z.array(z.int()).default([]),
    plain: z.string().nullable().default(null),
  }),
);

/** Every weakness in use as JSON; what is usual for most of them is left out, for 940 of them travel. */
export function writeListed(list: WeaknessList): string {
  const entries = [...list.values()].filter(({ deprecated }) => !deprecated).sort((a, b) => a.id - b.id);
  return JSON.stringify(
    entries.map(({ id, name, synonyms, usage, usual, suggestions, plain }) => ({
      id,
      name,
      ...(synonyms.length > 0 ? { synonyms } : {}),
      ...(usage === "Allowed" ? {} : { usage }),
      ...(usual ? { usual } : {}),
      ...(suggestions.length > 0 ? { suggestions } : {}),
      ...(plain === null ? {} : { plain }),
    })),
  );
}

/** @throws when this is not the list of `writeListed`. */
export function readListed(json: unknown): WeaknessList {
  return new Map(
    listedSchema.parse(json).map((entry): [number, Weakness] => [entry.id, { ...entry, deprecated: false }]),
  );
}

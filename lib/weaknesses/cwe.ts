/** How far CWE advises a weakness as the root cause of a vulnerability ("vulnerability mapping"). */
export const MAPPING_USAGES = ["Allowed", "Allowed-with-Review", "Discouraged", "Prohibited"] as const;
export type MappingUsage = (typeof MAPPING_USAGES)[number];

export type Weakness = {
  id: number;
  name: string;
  /** Other names people use, such as XSS. */
  synonyms: readonly string[];
  usage: MappingUsage;
  deprecated: boolean;
  /** In CWE's "simplified mapping of published vulnerabilities" (view 1003): most reports find theirs there. */
  usual: boolean;
  /** What CWE proposes instead, where it advises against this one. */
  suggestions: readonly number[];
  /** One plain sentence of ours for the ones that are met most; null otherwise. */
  plain: string | null;
};

export type WeaknessList = ReadonlyMap<number, Weakness>;

export type FoundWeakness = { ok: true; id: string; weakness: Weakness } | { ok: false; message: string };

export function cweId(id: number): string {
  return `CWE-${id}`;
}

/** The number in "CWE-79", "cwe 79" or "79"; null when the text is something else. */
export function cweNumber(text: string): number | null {
  const digits = /^\s*(?:CWE[-\s]?)?(\d{1,5})\s*$/i.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Words without case, punctuation or quotes, so that "Cross-site scripting" and "cross site Scripting" agree. */
function words(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{Letter}\p{Number}]+/gu) ?? []
  );
}

function phrase(text: string): string {
  return words(text).join(" ");
}

const phrases = new WeakMap<Weakness, readonly string[]>();

/** The name, its quoted short form ("'Cross-site Scripting'") and the synonyms, as phrases. */
function namesOf(weakness: Weakness): readonly string[] {
  const known = phrases.get(weakness);
  if (known) return known;
  const quoted = /\('(.+)'\)/.exec(weakness.name)?.[1];
  const names = [weakness.name, ...(quoted ? [quoted] : []), ...weakness.synonyms].map(phrase);
  phrases.set(weakness, names);
  return names;
}

function named(list: WeaknessList, text: string): Weakness[] {
  const inUse = [...list.values()].filter((weakness) => !weakness.deprecated);
  const typed = text.trim().toLowerCase();
  // Some names differ in punctuation alone ("Path Traversal: '../filedir'"), so the exact name goes first.
  const exact = inUse.filter((weakness) => weakness.name.toLowerCase() === typed);
  return exact.length > 0 ? exact : inUse.filter((weakness) => namesOf(weakness).includes(phrase(text)));
}

/** Finds one weakness by its number or by one of its names; the message is for the person who typed. */
export function findWeakness(list: WeaknessList, text: string): FoundWeakness {
  const number = cweNumber(text);
  if (number === null && phrase(text) === "") return { ok: false, message: "Enter a CWE number like CWE-79" };
  const found = number === null ? named(list, text) : [list.get(number)].filter((weakness) => weakness !== undefined);
  const [weakness, ...others] = found;
  if (!weakness) {
    return { ok: false, message: `${number === null ? `“${text.trim()}”` : cweId(number)} isn’t in the list` };
  }
  if (others.length > 0) {
    const ids = found.slice(0, 5).map(({ id }) => cweId(id));
    return { ok: false, message: `“${text.trim()}” may be ${ids.join(" or ")}: enter one of them` };
  }
  if (weakness.deprecated) return { ok: false, message: `${cweId(weakness.id)} is deprecated: choose another` };
  return { ok: true, id: cweId(weakness.id), weakness };
}

/** 0 is best; null does not match. Every word must start a word of one of the names. */
function rank(weakness: Weakness, wanted: readonly string[]): number | null {
  const typed = wanted.join(" ");
  const names = namesOf(weakness);
  if (names.includes(typed)) return 0;
  if (names.some((name) => name.startsWith(`${typed} `))) return 1;
  const all = names.flatMap((name) => name.split(" "));
  if (!wanted.every((word) => all.some((candidate) => candidate.startsWith(word)))) return null;
  return wanted.every((word) => all.includes(word)) ? 2 : 3;
}

const USAGE_ORDER: Record<MappingUsage, number> = {
  Allowed: 0,
  "Allowed-with-Review": 1,
  Discouraged: 2,
  Prohibited: 3,
};

/** Whether CWE advises against naming this as the cause of a vulnerability. */
export function isDiscouraged({ usage }: Weakness): boolean {
  return usage === "Discouraged" || usage === "Prohibited";
}

/**
 * What a search offers. Words look among the usual weaknesses first and among all of them where those hold nothing, or
 * when `all` is asked for; a number looks among all. No words: the usual ones, or all, by number.
 */
export function offeredWeaknesses(
  list: WeaknessList,
  text: string,
  { all, limit }: { all: boolean; limit: number },
): Weakness[] {
  const within = [...list.values()].filter((weakness) => !weakness.deprecated && (all || weakness.usual));
  if (words(text).length === 0) return within.sort((a, b) => a.id - b.id).slice(0, limit);
  if (!all && cweNumber(text) === null) {
    const found = matchWeaknesses(new Map(within.map((weakness) => [weakness.id, weakness])), text, limit);
    if (found.length > 0) return found;
  }
  return matchWeaknesses(list, text, limit);
}

/** Suggestions for a number or words, best first: exact names, then beginnings; usual and advised ones before others. */
export function matchWeaknesses(list: WeaknessList, text: string, limit: number): Weakness[] {
  const digits = /^\s*(?:CWE[-\s]?)?(\d{1,5})\s*$/i.exec(text)?.[1];
  const wanted = words(text);
  if (wanted.length === 0) return [];
  return [...list.values()]
    .filter((weakness) => !weakness.deprecated)
    .flatMap((weakness) => {
      const number = String(weakness.id);
      const place = digits === undefined ? rank(weakness, wanted) : number.startsWith(digits) ? weakness.id : null;
      return place === null ? [] : [{ weakness, place }];
    })
    .sort(
      (a, b) =>
        a.place - b.place ||
        Number(b.weakness.usual) - Number(a.weakness.usual) ||
        USAGE_ORDER[a.weakness.usage] - USAGE_ORDER[b.weakness.usage] ||
        a.weakness.id - b.weakness.id,
    )
    .slice(0, limit)
    .map(({ weakness }) => weakness);
}

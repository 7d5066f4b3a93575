import { checkSymbol, crockfordSymbols, groupsOfFour, readCrockford, strayCharacter } from "./crockford";

const RANDOM_SYMBOLS = 7;
const SYMBOLS = RANDOM_SYMBOLS + 1;
const PREFIX = /^[A-Z][A-Z0-9]{1,7}$/;

/** The public handle of a report, for example ABC-7K3F-9QX6. Each of seven random bytes gives one symbol. */
export function newReference(
  prefix: string,
  randomBytes: Uint8Array = crypto.getRandomValues(new Uint8Array(RANDOM_SYMBOLS)),
): string {
  if (!PREFIX.test(prefix)) throw new TypeError(`${prefix} cannot start a reference.`);
  if (randomBytes.length < RANDOM_SYMBOLS) throw new TypeError(`A reference needs ${RANDOM_SYMBOLS} random bytes.`);
  const symbols = crockfordSymbols(randomBytes.subarray(0, RANDOM_SYMBOLS));
  return `${prefix}-${groupsOfFour(symbols + checkSymbol(symbols))}`;
}

export type ParsedReference = { ok: true; reference: string; prefix: string } | { ok: false; reason: string };

/** Reads a reference as people type it: any case, spaces or dashes anywhere, O for 0, I or L for 1. */
export function parseReference(input: string): ParsedReference {
  const compact = input.toUpperCase().replace(/[\s\p{Pd}._#[\]]/gu, "");
  const prefix = compact.slice(0, -SYMBOLS);
  const symbols = readCrockford(compact.slice(-SYMBOLS));
  if (!PREFIX.test(prefix)) return { ok: false, reason: "Enter a reference like ABC-7K3F-9QX6" };
  const stray = strayCharacter(symbols);
  if (stray) return { ok: false, reason: `A reference has no ${stray} in its last eight characters` };
  if (checkSymbol(symbols.slice(0, -1)) !== symbols.slice(-1)) {
    return { ok: false, reason: "This reference has a wrong character: compare it with your receipt" };
  }
  return { ok: true, prefix, reference: `${prefix}-${groupsOfFour(symbols)}` };
}

const IN_TEXT = /\b[A-Z][A-Z0-9]{1,7}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g;

/** The references in a text, as they are printed and with a right check symbol. */
export function referencesIn(text: string): string[] {
  return (text.match(IN_TEXT) ?? []).flatMap((found) => {
    const parsed = parseReference(found);
    return parsed.ok ? [parsed.reference] : [];
  });
}

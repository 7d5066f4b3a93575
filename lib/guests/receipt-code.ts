import { checkSymbol, crockfordSymbols, groupsOfFour, readCrockford, strayCharacter } from "../reports/crockford";

/** 27 symbols of 5 bits, 135 bits, and one to check them: seven groups of four. */
const RANDOM_SYMBOLS = 27;
const SYMBOLS = RANDOM_SYMBOLS + 1;

/** The code that opens a guest's report, for example 7K3F-9QX6-…: each of 27 random bytes gives one symbol. */
export function receiptCode(randomBytes: Uint8Array): string {
  if (randomBytes.length < RANDOM_SYMBOLS) throw new TypeError(`A receipt code needs ${RANDOM_SYMBOLS} random bytes.`);
  const symbols = crockfordSymbols(randomBytes.subarray(0, RANDOM_SYMBOLS));
  return groupsOfFour(symbols + checkSymbol(symbols));
}

export type ParsedCode = { ok: true; code: string } | { ok: false; reason: string };

/** Reads a code as people type it: any case, spaces or dashes anywhere, O for 0, I or L for 1. Looks nothing up. */
export function parseReceiptCode(input: string): ParsedCode {
  const symbols = readCrockford(input);
  if (symbols === "") return { ok: false, reason: "Enter your receipt code" };
  const stray = strayCharacter(symbols);
  if (stray) return { ok: false, reason: `A receipt code has no ${stray} in it` };
  if (symbols.length !== SYMBOLS) {
    const [few, many] = [symbols.length < SYMBOLS, Math.abs(symbols.length - SYMBOLS)];
    return { ok: false, reason: `A receipt code has 28 characters: this is ${many} too ${few ? "short" : "long"}` };
  }
  if (checkSymbol(symbols.slice(0, -1)) !== symbols.slice(-1)) {
    return { ok: false, reason: "This receipt code has a wrong character: compare it with what you kept" };
  }
  return { ok: true, code: groupsOfFour(symbols) };
}

/** Minutes after sending in which the same sending, tried again, answers with the same code. */
export const CODE_REPEATED_MINUTES = 30;

/** Whether a sending that is tried again may still answer with the code: its first answer may never have arrived. */
export function mayRepeatCode(sentAt: Date, now: Date): boolean {
  return now.getTime() < sentAt.getTime() + CODE_REPEATED_MINUTES * 60_000;
}

/** Crockford's base 32: no I, L, O, U, so that a read-out symbol has one meaning. */
export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BASE = 32;

/** One symbol per byte; 256 is a multiple of 32, so the low five bits of a random byte are uniform. */
export function crockfordSymbols(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => CROCKFORD.charAt(byte % BASE)).join("");
}

/** Drops separators and case, and reads O as 0, I and L as 1. Other symbols stay, to be refused by name. */
export function readCrockford(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s\p{Pd}._]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/** The Luhn mod 32 check symbol: notices every single wrong symbol and nearly every swap of neighbours. */
export function checkSymbol(symbols: string): string {
  let sum = 0;
  [...symbols].reverse().forEach((symbol, index) => {
    const value = CROCKFORD.indexOf(symbol);
    if (value < 0) throw new TypeError(`${symbol} is not a symbol of Crockford's base 32.`);
    const product = index % 2 === 0 ? value * 2 : value;
    sum += Math.floor(product / BASE) + (product % BASE);
  });
  return CROCKFORD.charAt((BASE - (sum % BASE)) % BASE);
}

/** The first character that is no symbol; null when all are. */
export function strayCharacter(symbols: string): string | null {
  return [...symbols].find((symbol) => !CROCKFORD.includes(symbol)) ?? null;
}

export function groupsOfFour(symbols: string): string {
  return symbols.match(/.{1,4}/g)?.join("-") ?? "";
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const RECOVERY_CODE_COUNT = 10;
/** 16 symbols of 5 bits: 80 bits each, so that a plain hash at rest cannot be searched. */
const SYMBOLS = 16;
export const RECOVERY_CODE_BYTES = SYMBOLS;

/** One code out of random bytes: `7K3F-9QX6-0M2P-VVBA`. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  if (bytes.length !== SYMBOLS) throw new TypeError(`A recovery code needs ${SYMBOLS} random bytes.`);
  const symbols = [...bytes].map((byte) => ALPHABET[byte % 32]).join("");
  return symbols.replace(/(.{4})(?=.)/g, "$1-");
}

/** What was typed, as it was given out, or null: Crockford's look-alikes are read as meant. */
export function parseRecoveryCode(text: string): string | null {
  const symbols = text.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (!/^[0-9A-HJKMNP-TV-Z]{16}$/.test(symbols)) return null;
  return symbols.replace(/(.{4})(?=.)/g, "$1-");
}

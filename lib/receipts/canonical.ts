import canonicalize from "canonicalize";

/**
 * RFC 8785 JSON of a value; members that are undefined are left out, as in JSON.stringify.
 * @throws TypeError for what JSON cannot hold: NaN, infinities, lone surrogates, cycles.
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (error) {
    throw new TypeError(`This value has no canonical JSON: ${error instanceof Error ? error.message : "unknown"}`);
  }
  if (text === undefined) throw new TypeError("This value has no canonical JSON.");
  return text;
}

/** The UTF-8 bytes of the canonical JSON: what is hashed and signed. */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

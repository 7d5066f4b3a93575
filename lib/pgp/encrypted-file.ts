const ARMOUR = "-----BEGIN PGP MESSAGE-----";
/** RFC 9580 §4.2: the first octet of a packet of type 1, a session key encrypted to a public key, old and new format. */
const ENCRYPTED_TO_A_KEY = [0x84, 0x85, 0x86, 0x87, 0xc1];

/**
 * Whether a file begins as an OpenPGP message that is encrypted to a key, binary or armoured. What a passphrase opens
 * does not count, nor does what is only signed; the rest of the file is for whoever holds the key.
 */
export function beginsEncrypted(first: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(first.subarray(0, 4096)).trimStart();
  if (!text.startsWith(ARMOUR)) return ENCRYPTED_TO_A_KEY.includes(first[0] ?? 0);
  // Headers of the armour end with an empty line (RFC 9580 §6.2).
  const [, body] = text.slice(ARMOUR.length).split(/\r?\n[ \t]*\r?\n/, 2);
  const start = /^[A-Za-z0-9+/]{4}/.exec(body ?? "")?.[0];
  return start !== undefined && ENCRYPTED_TO_A_KEY.includes(atob(start).charCodeAt(0));
}

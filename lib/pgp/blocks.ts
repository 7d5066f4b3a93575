/** What somebody pasted, told by its first armour line (RFC 9580 §6.2). No OpenPGP is needed for that. */
export type BlockKind = "message" | "public_key" | "private_key" | "signed" | "signature";

const KINDS: readonly [BlockKind, RegExp][] = [
  // A private half counts wherever it stands: nothing else about the text matters then.
  ["private_key", /-----BEGIN PGP (PRIVATE|SECRET) KEY BLOCK/i],
  ["signed", /^\s*-----BEGIN PGP SIGNED MESSAGE-----/],
  ["message", /^\s*-----BEGIN PGP MESSAGE-----/],
  ["public_key", /^\s*-----BEGIN PGP PUBLIC KEY BLOCK-----/],
  ["signature", /^\s*-----BEGIN PGP SIGNATURE-----/],
];

export function blockKind(text: string): BlockKind | null {
  return KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

export const PRIVATE_KEY =
  "This is a private key — remove it now. It must never leave your machine; if you pasted it anywhere else, replace it";

/** What stands in the place of something else, for the sentence that refuses it. */
const WORDS: Record<BlockKind, string> = {
  message: "an encrypted message",
  public_key: "a public key",
  private_key: "a private key",
  signed: "a signed text",
  signature: "a signature",
};

const BEGIN = {
  message: "-----BEGIN PGP MESSAGE-----",
  public_key: "-----BEGIN PGP PUBLIC KEY BLOCK-----",
  signed: "-----BEGIN PGP SIGNED MESSAGE-----",
} as const;

/** Why this text cannot be a block of the wanted kind, or null when it looks like one. */
export function blockProblem(text: string, wanted: keyof typeof BEGIN): string | null {
  const kind = blockKind(text);
  if (kind === wanted) return null;
  if (kind === "private_key") return PRIVATE_KEY;
  if (kind !== null) return `This is ${WORDS[kind]}, not ${WORDS[wanted]}`;
  return `Paste the whole block, from ${BEGIN[wanted]} to the END line`;
}

/** "0123 4567 …": people compare fingerprints four characters at a time. */
export function fingerprintGroups(fingerprint: string): string {
  return (fingerprint.match(/.{1,4}/g) ?? []).join(" ");
}

import { type AnswerVerdicts, answerVerdicts, committedBytes, type SaltedAnswer } from "./answer-verdicts";
import { canonicalBytes } from "./canonical";
import { REASONS, readKeySet, readSigned } from "./read";
import type { SignedPayload } from "./schema";

type BrowserVerdict = { ok: true; payload: SignedPayload; kid: string } | { ok: false; reason: string };

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (symbol) => symbol.charCodeAt(0));
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}

async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return Array.from(await sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function isNamedByThumbprint(key: { x: string; kid: string }): Promise<boolean> {
  const digest = await sha256(canonicalBytes({ crv: "Ed25519", kty: "OKP", x: key.x }));
  const named = fromBase64url(key.kid);
  return digest.every((byte, index) => byte === named[index]);
}

/**
 * The same verdicts as `verifySigned`, by Web Crypto, so that a reader need not send the receipt to anybody.
 * @throws where the browser has no Ed25519 or the page is not a secure context.
 */
export async function verifyReceiptInBrowser(bytes: string | Uint8Array, jwks: unknown): Promise<BrowserVerdict> {
  const read = readSigned(bytes);
  if (!read.ok) return read;
  const { kid, payload, signature } = read.signed;
  const keySet = readKeySet(jwks);
  if (!keySet) return { ok: false, reason: REASONS.keySet };
  const key = keySet.keys.find((candidate) => candidate.kid === kid);
  if (!key || !(await isNamedByThumbprint(key))) return { ok: false, reason: REASONS.unknownKey };
  const imported = await crypto.subtle.importKey("raw", fromBase64url(key.x), "Ed25519", false, ["verify"]);
  const signed = new Uint8Array(read.signedBytes);
  if (!(await crypto.subtle.verify("Ed25519", imported, fromBase64url(signature), signed))) {
    return { ok: false, reason: REASONS.signature };
  }
  if (payload.type === "report-receipt" && read.leavesBytes) {
    if ((await sha256Hex(read.leavesBytes)) !== payload.answers.root) return { ok: false, reason: REASONS.root };
  }
  return { ok: true, payload, kid };
}

/** The same verdicts as `compareAnswers`, by Web Crypto. */
export async function compareAnswersInBrowser(
  leaves: Readonly<Record<string, string>>,
  disclosed: Readonly<Record<string, SaltedAnswer | null>>,
): Promise<AnswerVerdicts> {
  const hashes: Record<string, string | null> = {};
  for (const [key, answer] of Object.entries(disclosed)) if (answer !== null) hashes[key] = await leafOrNull(answer);
  return answerVerdicts(leaves, hashes);
}

async function leafOrNull(answer: SaltedAnswer): Promise<string | null> {
  try {
    return await sha256Hex(committedBytes(answer));
  } catch {
    return null;
  }
}

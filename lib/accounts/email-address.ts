/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 for a mailbox in all (errata 1690). */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One mailbox or null: ASCII before the @, an IDNA domain after it, nothing that compatibility
 * normalisation would turn into another address (CVE-2026-73420), no list, comment or quoting.
 * The answer is lower-cased, because an account is found by it.
 */
export function parseEmailAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_ADDRESS || trimmed !== trimmed.normalize("NFKC")) return null;
  const parts = trimmed.split("@");
  const [local, domain] = parts;
  if (parts.length !== 2 || !local || !domain) return null;
  if (local.length > MAX_LOCAL || !LOCAL.test(local)) return null;
  const ascii = asciiDomain(domain);
  if (ascii === null) return null;
  const address = `${local}@${ascii}`.toLowerCase();
  return address.length <= MAX_ADDRESS ? address : null;
}

/** A domain name as the DNS carries it, or null: two labels at least, and no address literal. */
function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || !URL.canParse(`http://${domain}`)) return null;
  const host = new URL(`http://${domain}`).hostname;
  const labels = host.split(".");
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  return /^\d+$/.test(labels.at(-1) ?? "") ? null : host;
}

/** RFC 2606: names that no mail can leave for. With the demonstration on, only these get mail. */
export function isExampleAddress(address: string): boolean {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return /(?:^|\.)example$/.test(domain) || /(?:^|\.)example\.(?:org|com|net)$/.test(domain);
}

import { type DKIMResult, type DNSResolver, dkimVerify, dmarc } from "mailauth";

export type { DNSResolver } from "mailauth";

/** NIST SP 800-131A and RFC 8301 §3.2: shorter RSA keys prove nothing. */
const KEY_BITS_AT_LEAST = 1024;

/** `unknown`: the names could not be asked for now, so another try may answer. */
export type Authenticity = "verified" | "not_verified" | "unknown";

/**
 * Whether the domain of the one author signed this mail: a valid DKIM signature (RFC 6376) that is aligned with From, covers
 * the whole text and its From and Subject, and that the domain's own DMARC policy (RFC 7489) does not refuse. What headers of the mail
 * say about earlier checks counts for nothing: anybody can write them.
 */
export async function authenticityOf(raw: Buffer, author: string, resolver?: DNSResolver): Promise<Authenticity> {
  const asked = resolver ? { resolver } : {};
  const read = await dkimVerify(raw, { ...asked, minBitLength: KEY_BITS_AT_LEAST }).catch(() => null);
  if (read === null) return "not_verified";
  const authors = read.headerFrom ?? [];
  if (authors.length !== 1 || authors[0]?.toLowerCase() !== author) return "not_verified";
  const signatures = read.results.filter(coversAll);
  const passed = signatures.filter(({ status }) => status.result === "pass");
  if (passed.length === 0) {
    return signatures.some(({ status }) => status.result === "temperror") ? "unknown" : "not_verified";
  }
  const domains = passed.map(({ signingDomain }) => signingDomain.toLowerCase());
  const dkimDomains = domains.map((domain) => ({ domain }));
  const policy = await dmarc({ ...asked, headerFrom: authors, spfDomains: [], dkimDomains });
  if (policy === false) return "not_verified";
  if (policy.status.result === "temperror") return "unknown";
  // The library compares organisations even where the policy asks for the very name.
  // Without a policy there is no alignment, whatever the types say.
  const strict = policy.alignment?.dkim.strict === true;
  const named = !strict || domains.includes(author.slice(author.lastIndexOf("@") + 1));
  return named && policy.status.result !== "fail" ? "verified" : "not_verified";
}

/** What the library gives and its types do not name. */
type Signature = DKIMResult & { signingHeaders?: { keys: string }; canonBodyLengthLimited?: boolean };

/** Aligned, over From and Subject, and without a length limit: text could be added behind one. */
function coversAll(signature: Signature): boolean {
  const headers = (signature.signingHeaders?.keys ?? "").toLowerCase();
  const over = (name: string) => new RegExp(`(^|[:\\s])${name}([:\\s]|$)`).test(headers);
  return Boolean(signature.status.aligned) && !signature.canonBodyLengthLimited && over("from") && over("subject");
}

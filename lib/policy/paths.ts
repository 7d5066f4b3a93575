/** Addresses of a program's public pages. */

export function programPath(slug: string): string {
  return `/programs/${slug}`;
}

export function policyPath(slug: string, clause?: string): string {
  return `${programPath(slug)}/policy${clause ? `#${clause}` : ""}`;
}

/** A version's page: its number with dashes, as in `…/policy/v/1-2`. */
export function policyVersionPath(slug: string, version: string): string {
  return `${policyPath(slug)}/v/${version.replaceAll(".", "-")}`;
}

/** The exact bytes that the version's content hash covers. */
export function policyVersionBytesPath(slug: string, version: string): string {
  return `${policyPath(slug)}/v/${version}.json`;
}

export function policyHistoryPath(slug: string): string {
  return `${policyPath(slug)}/history`;
}

/** The comparison of two versions; without the second, with the version in force. */
export function policyDiffPath(slug: string, from: string, to?: string): string {
  return `${policyPath(slug)}/diff?${new URLSearchParams({ from, ...(to ? { to } : {}) })}`;
}

export function policyFeedPath(slug: string): string {
  return `${policyPath(slug)}/feed.xml`;
}

export function scopePath(slug: string): string {
  return `${programPath(slug)}/scope`;
}

export function securityProgramPath(slug: string): string {
  return `${programPath(slug)}/security`;
}

export function responseTimesPath(slug: string): string {
  return `${programPath(slug)}/response-times`;
}

/** The page of the program's OpenPGP keys. */
export function pgpPath(slug: string): string {
  return `${programPath(slug)}/pgp`;
}

/** The key in use as a file. */
export function pgpKeyFilePath(slug: string): string {
  return `${programPath(slug)}/pgp-key.asc`;
}

export function newReportPath(slug: string): string {
  return `/report?program=${encodeURIComponent(slug)}`;
}

/** The version number that a path segment means: `1-2` and `1.2` are version 1.2; null for anything else. */
export function versionOfSegment(segment: string): string | null {
  const version = segment.replaceAll("-", ".");
  return /^\d{1,4}(\.\d{1,4}){1,2}$/.test(version) ? version : null;
}

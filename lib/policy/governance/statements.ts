/** The sentences that are signed: kept with each signature, so that they may be worded anew. */

export function signatureStatement(version: string, hash: string): string {
  return `I have reviewed version ${version} of this policy, whose content has the SHA-256 ${hash}, and sign it off.`;
}

export function approvalStatement(version: string, hash: string): string {
  return `I approve version ${version} of this policy, a major revision, whose content has the SHA-256 ${hash}.`;
}

export function noChangeStatement(version: string, hash: string): string {
  return `I have reviewed version ${version} of this policy, whose content has the SHA-256 ${hash}. It needs no change.`;
}

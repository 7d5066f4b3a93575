import { appSecret } from "../env/env";
import { hashToken, lookupHash } from "../vault/lookup";

/** How a form names a credit: its key stays inside (security.md C56). */
export function creditHandle(creditId: string): string {
  return lookupHash(appSecret(), "credit", creditId).toString("hex").slice(0, 32);
}

/** The secret of the link by which somebody named beside the reporter answers: the same again for a reminder. */
export function creditLinkToken(creditId: string): string {
  return lookupHash(appSecret(), "credit-link", creditId).toString("base64url");
}

/** What is stored of the link. */
export function creditLinkHash(token: string): string {
  return hashToken(token).toString("hex");
}

/** The page of somebody who was named. */
export const creditLinkPath = (token: string) => `/credits/${token}`;

import { appSecret } from "../env/env";
import { lookupHash } from "../vault/lookup";

/** How a form names somebody of the team: an account's key stays inside (security.md C56). */
export function memberHandle(accountId: string): string {
  return lookupHash(appSecret(), "member", accountId).toString("hex").slice(0, 32);
}

/** How a page and an address name an internal note. */
export function noteHandle(noteId: string): string {
  return lookupHash(appSecret(), "note", noteId).toString("hex").slice(0, 32);
}

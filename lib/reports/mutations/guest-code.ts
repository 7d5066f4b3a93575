import "server-only";
import type { reportDrafts } from "@/db/schema";
import { appSecret } from "@/lib/env/env";
import { notFound } from "@/lib/errors";
import { codeHash, codeOfDraft } from "@/lib/guests/code-hash";
import { beginGuestSession } from "@/lib/guests/mutations/session";
import type { Transaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";

/** What a guest's draft gives: the code of its report, and what is stored of that. */
export type GuestCode = { code: string; codeHash: string };

/** The code of a guest's draft; NOT_FOUND for a browser that does not hold its token. */
export function guestCodeOf(draft: typeof reportDrafts.$inferSelect, tokens: readonly string[]): GuestCode {
  const token = tokens.find((held) => hashToken(held).toString("hex") === draft.guestHash);
  if (token === undefined) throw notFound();
  const code = codeOfDraft(appSecret(), token);
  return { code, codeHash: codeHash(appSecret(), code) };
}

/** A session in which the code has been entered. */
export async function opened(
  tx: Transaction,
  { code, codeHash }: GuestCode,
): Promise<{ code: string; session: string }> {
  return { code, session: await beginGuestSession(tx, codeHash) };
}

import "server-only";
import { appSecret } from "@/lib/env/env";
import type { Context } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { codeHash, codeOfDraft } from "../code-hash";
import { openGuestReference } from "../queries";

/** The token of the demonstration's guest, made from the portal's secret, so that the receipt code can be told at any time. */
export function demonstrationGuestToken(): string {
  return lookupHash(appSecret(), "demonstration-guest", "").toString("base64url");
}

/** Reference and receipt code of the demonstration's guest; null without one, and once its code was changed or it was claimed. */
export async function demonstrationGuest(
  ctx: Pick<Context, "db" | "clockOffsetMs">,
): Promise<{ reference: string; code: string } | null> {
  const code = codeOfDraft(appSecret(), demonstrationGuestToken());
  const proofs = [codeHash(appSecret(), code)];
  const reference = await openGuestReference({ ...ctx, actor: { kind: "guest", proofs } });
  return reference === null ? null : { reference, code };
}

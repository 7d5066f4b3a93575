import "server-only";
import { eq, lte } from "drizzle-orm";
import { z } from "zod";
import { heldPages, reportDrafts } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { forbidden } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { lookupHash, sameSecret } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { type DataKey, openJson, sealJson, unwrapKey } from "@/lib/vault/seal";
import { STEPS } from "../../form/answers";
import { heldPlace } from "../../places";
import { loadDraft } from "../queries";

/*
 * A session may end while somebody writes. What they then send is kept for an hour, sealed with the draft's own key,
 * beside the draft and not in it: only the draft's owner, signed in again, gets it back into the fields of its page.
 */

const HELD_MS = 3_600_000;

const heldSchema = z.strictObject({
  step: z.enum(STEPS),
  part: z.enum(["step", "notice"]),
  rev: z.number().int().positive(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type HeldPage = z.infer<typeof heldSchema>;

/** Goes along with each page of a draft: proof that the page was made for the draft's owner. */
export function holdGrant(draftPublicId: string): string {
  return lookupHash(appSecret(), "hold-page", draftPublicId).toString("base64url");
}

/** Keeps what came from a page whose writer is signed out, or whose draft moved to another browser. FORBIDDEN without that page's grant. */
export async function holdPage(
  ctx: Context,
  input: { draftPublicId: string; grant: string; page: HeldPage },
): Promise<{ ofGuest: boolean }> {
  const refused = forbidden("You are signed out. Sign in again in another tab, then press the button here once more.");
  if (!sameSecret(input.grant, holdGrant(input.draftPublicId))) throw refused;
  // Whoever is signed out sees no draft: the portal itself puts the page beside it.
  return inTransaction({ ...ctx, actor: { kind: "system", job: "hold_page" } }, async (tx) => {
    const [draft] = await tx.db.select().from(reportDrafts).where(eq(reportDrafts.publicId, input.draftPublicId));
    if (!draft || draft.submittedAt !== null) throw refused;
    const key = unwrapKey(ring(), draft.dataKey, draft.id);
    const held = { pageSealed: sealJson(key, heldPlace(draft.id), input.page), heldAt: tx.now };
    await tx.db
      .insert(heldPages)
      .values({ draftId: draft.id, ...held })
      .onConflictDoUpdate({ target: heldPages.draftId, set: held });
    return { ofGuest: draft.guestHash !== null };
  });
}

/** What is held of a page of the actor's own draft. Null when there is nothing, or its hour has passed; NOT_FOUND for others. */
export async function heldPage(ctx: Context, draftPublicId: string): Promise<HeldPage | null> {
  return inTransaction(ctx, async (tx) => {
    const { row, key } = await loadDraft(tx, draftPublicId);
    return heldBeside(tx, row.id, key);
  });
}

/** The same of a draft that was judged already. */
export async function heldBeside(tx: Transaction, draftId: string, key: DataKey): Promise<HeldPage | null> {
  const [held] = await tx.db.select().from(heldPages).where(eq(heldPages.draftId, draftId));
  if (!held || held.heldAt.getTime() <= tx.now.getTime() - HELD_MS) return null;
  return heldSchema.parse(openJson(key, heldPlace(draftId), held.pageSealed));
}

/** Deletes what nobody came back for. FORBIDDEN for everybody but the portal itself. */
export async function clearHeldPages(ctx: Context): Promise<{ cleared: number }> {
  if (!can(ctx.actor, "drafts.prune", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.db
      .delete(heldPages)
      .where(lte(heldPages.heldAt, new Date(tx.now.getTime() - HELD_MS)))
      .returning({ id: heldPages.id });
    return { cleared: gone.length };
  });
}

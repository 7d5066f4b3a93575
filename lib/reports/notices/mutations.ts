import "server-only";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { takeDraft } from "@/lib/guests/resume/mutations";
import type { Resumed } from "@/lib/guests/resume/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { cardOf } from "../drafts/queries";
import { draftOfNotice } from "./queries";

/**
 * Opens the draft of the full report to the reporter of its urgent notice. Who came back by the receipt code, in another
 * browser or an account, takes it over. NOT_FOUND for everybody else, and once it was sent or had its time.
 */
export async function completeNoticeFrom(ctx: Context, reference: string): Promise<Resumed> {
  return inTransaction(ctx, async (tx) => {
    const draft = await draftOfNotice(tx, reference);
    if (!draft) throw notFound();
    if (!can(tx.actor, "draft.use", draft)) {
      if (!can(tx.actor, "draft.take", draft)) throw notFound();
      return takeDraft(tx, draft);
    }
    const { publicId, next } = await cardOf(tx, draft);
    return { publicId, stop: { step: next, part: "step", held: false }, guestToken: null };
  });
}

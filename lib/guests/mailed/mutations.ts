import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { mailTokens, reports } from "@/db/schema";
import { conflict } from "@/lib/errors";
import { type Context, inTransaction, pastRowSecurity, withProof } from "@/lib/request/transaction";
import { giveNewCode } from "../mutations/change-code";
import { MAILED_LINK_SENTENCES } from "./link";
import { readMailedLink } from "./queries";

/**
 * Opens a report that was sent by mail to whoever holds the link from its acknowledgement: they are shown the code that
 * opens it from now on, and no other link of it works again. CONFLICT with the sentence of a link that is not usable.
 */
export async function openMailedReport(
  ctx: Context,
  token: string,
): Promise<{ reference: string; code: string; session: string }> {
  // Whoever is signed in stays who they are elsewhere: the link speaks for a guest.
  return inTransaction({ ...ctx, actor: { kind: "anonymous" } }, async (tx) => {
    const { state, reportId } = await readMailedLink(tx, token);
    if (state !== "usable" || reportId === null)
      throw conflict(MAILED_LINK_SENTENCES[state === "usable" ? "unknown" : state]);
    const report = await pastRowSecurity(tx, async () => {
      const [row] = await tx.db.select().from(reports).where(eq(reports.id, reportId)).for("no key update");
      // Of two that open links of one report at once the second finds them used.
      const spent = await tx.db
        .update(mailTokens)
        .set({ usedAt: tx.now })
        .where(and(eq(mailTokens.reportId, reportId), eq(mailTokens.purpose, "open"), isNull(mailTokens.usedAt)))
        .returning({ usedAt: mailTokens.usedAt });
      return spent.length > 0 ? row : undefined;
    });
    if (!report || report.guestCodeHash === null) throw conflict(MAILED_LINK_SENTENCES.unknown);
    const held = await withProof(tx, report.guestCodeHash);
    return { reference: report.reference, ...(await giveNewCode(held, report.reference)) };
  });
}

import "server-only";
import { and, desc, eq, isNull, lte } from "drizzle-orm";
import { type mails, messages, programs, type reports } from "@/db/schema";
import type { PrivateKey } from "@/lib/pgp/decrypt";
import { privateKeysOf } from "@/lib/program-keys/private/queries";
import { messagePlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";

/** What the team wrote, to be said only encrypted to its reader and signed by the program. */
export type FullText = { text: string; signer: PrivateKey };

/**
 * The message that a mail tells a reporter of, where the program allows its text in encrypted mail and has given the key
 * that signs it. Null else: the mail then says only that there is one. What was withheld since is not said.
 */
export async function fullTextOf(
  tx: Transaction,
  mail: typeof mails.$inferSelect,
  report: typeof reports.$inferSelect,
): Promise<FullText | null> {
  const [program] = await tx.db
    .select({ allowed: programs.fullTextMail })
    .from(programs)
    .where(eq(programs.id, report.programId));
  if (!program?.allowed) return null;
  const [signer] = await privateKeysOf(tx, report.programId);
  if (!signer) return null;
  const [message] = await tx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.reportId, report.id),
        eq(messages.side, "staff"),
        eq(messages.held, false),
        isNull(messages.redactedAt),
        lte(messages.shownAt, mail.createdAt),
      ),
    )
    .orderBy(desc(messages.shownAt), desc(messages.id))
    .limit(1);
  if (!message) return null;
  const key = unwrapKey(ring(), report.dataKey, report.id);
  return { text: openText(key, messagePlace(report.id, message.id), message.bodySealed), signer };
}

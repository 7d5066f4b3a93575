import "server-only";
import { and, desc, eq, isNull, lte } from "drizzle-orm";
import { messages, programs, type reports } from "@/db/schema";
import type { PrivateKey } from "@/lib/pgp/decrypt";
import { privateKeysOf } from "@/lib/program-keys/private/queries";
import { messagePlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";

/** What the team wrote, to be said only encrypted to its reader and signed by the program. */
export type FullText = { text: string; signer: PrivateKey };

/** Messages that one mail holds at most; the page has them all. */
const AT_MOST = 50;

/**
 * The messages that a mail tells a reporter of, each by the moment when it was to be mailed, where the program allows their
 * text in encrypted mail and has given the key that signs it. Null else: the mail then says only that there are some. What
 * was withheld since is not said.
 */
export async function fullTextOf(
  tx: Transaction,
  moments: readonly Date[],
  report: typeof reports.$inferSelect,
): Promise<FullText | null> {
  const [program] = await tx.db
    .select({ allowed: programs.fullTextMail })
    .from(programs)
    .where(eq(programs.id, report.programId));
  if (!program?.allowed) return null;
  const [signer] = await privateKeysOf(tx, report.programId);
  if (!signer) return null;
  const last = new Date(Math.max(...moments.map((moment) => moment.getTime())));
  const written = await tx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.reportId, report.id),
        eq(messages.side, "staff"),
        eq(messages.held, false),
        isNull(messages.redactedAt),
        lte(messages.shownAt, last),
      ),
    )
    .orderBy(desc(messages.shownAt), desc(messages.id))
    .limit(AT_MOST);
  const told = new Set(moments.map((moment) => written.find(({ shownAt }) => shownAt <= moment)));
  const texts = written.filter((message) => told.has(message)).reverse();
  if (texts.length === 0) return null;
  const key = unwrapKey(ring(), report.dataKey, report.id);
  const text = texts.map(({ id, bodySealed }) => openText(key, messagePlace(report.id, id), bodySealed));
  return { text: text.join("\n\n* * *\n\n"), signer };
}

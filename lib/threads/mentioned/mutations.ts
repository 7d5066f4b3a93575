import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { hearingNow } from "@/lib/notifications/chosen/mutations";
import { queueMails } from "@/lib/notifications/mutations";
import { recipientsOfMention } from "@/lib/notifications/recipients";
import { memberHandle, noteHandle } from "@/lib/reports/member-handle";
import type { LoadedReport } from "@/lib/reports/mutations/loaded";
import { colleaguesOf, teamColumn } from "@/lib/reports/team/queries";
import type { Transaction } from "@/lib/request/transaction";
import { mentionedIn } from "../mentions";

/**
 * Tells the colleagues whom a new note mentions, as far as they read the report. To be named grants nothing: the handles of
 * the others are for its writer.
 */
export async function tellMentioned(
  tx: Transaction,
  { row, pinned }: Pick<LoadedReport, "row" | "pinned">,
  note: { text: string; noteId: string },
): Promise<{ untold: string[] }> {
  if (!note.text.includes("@")) return { untold: [] };
  const [found] = await tx.db.select({ team: teamColumn }).from(reports).where(eq(reports.id, row.id));
  const colleagues = colleaguesOf({ ...row, team: found?.team ?? [] });
  const mentioned = mentionedIn(note.text, colleagues);
  const told = recipientsOfMention(
    mentioned.map(({ id }) => id),
    { actor: accountOf(tx.actor), readers: colleagues.filter(({ reads }) => reads).map(({ id }) => id) },
  );
  const now = await hearingNow(tx, row.id, told, () => true, `n-${noteHandle(note.noteId)}`);
  const params = {
    reference: row.reference,
    program: pinned.document.organisation.tradeName,
    what: "mention" as const,
  };
  await queueMails(
    tx,
    now.map(({ accountId }) => ({ template: "staff_news", to: { accountId }, params })),
  );
  return { untold: mentioned.filter(({ reads }) => !reads).map(({ id }) => memberHandle(id)) };
}

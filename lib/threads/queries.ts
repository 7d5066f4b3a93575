import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { messages } from "@/db/schema";
import type { Audience } from "@/lib/ledger/sentence";
import { renderMarkdown } from "@/lib/policy/markdown";
import { messagePlace } from "@/lib/reports/places";
import type { ThreadMessage } from "@/lib/reports/types";
import type { Transaction } from "@/lib/request/transaction";
import { type DataKey, openText } from "@/lib/vault/seal";
import { renderedOnce } from "./rendered";

/** Messages of a thread shown at once. */
export const THREAD_PAGE = 50;

/** The newest messages of a report that the caller has already judged readable; `before` a message: the page before it. */
export async function readThread(
  tx: Transaction,
  input: { reportId: string; key: DataKey; audience: Audience; readAt: string | null; before?: string | undefined },
): Promise<{ messages: ThreadMessage[]; moreMessages: boolean }> {
  const { reportId, key, audience } = input;
  const earlier = input.before
    ? sql`(${messages.sentAt}, ${messages.id}) < (select b.sent_at, b.id from ${messages} b
        where b.report_id = ${reportId} and b.public_id = ${input.before})`
    : undefined;
  const rows = await tx.db
    .select()
    .from(messages)
    .where(and(eq(messages.reportId, reportId), earlier))
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(THREAD_PAGE + 1);
  const read = input.readAt === null ? 0 : Date.parse(input.readAt);
  const shown = rows.slice(0, THREAD_PAGE).reverse();
  return {
    moreMessages: rows.length > THREAD_PAGE,
    messages: shown.map((row) => ({
      id: row.publicId,
      side: row.side,
      from: speaker(row.side, row.authorRole, audience),
      html: renderedOnce(key, reportId, row.id, () =>
        renderMarkdown(openText(key, messagePlace(reportId, row.id), row.bodySealed), "report"),
      ),
      sentAt: row.sentAt.toISOString(),
      unread: row.side !== audience && row.sentAt.getTime() > read,
    })),
  };
}

function speaker(side: "reporter" | "staff", role: string | null, audience: Audience): string {
  if (side === "reporter") return audience === "reporter" ? "You" : "Reporter";
  if (role === "privacy_officer") return "Privacy officer";
  return role === "coordinator" ? "Security team · Coordination" : "Security team · Triage";
}

import "server-only";
import { and, asc, eq, lt } from "drizzle-orm";
import { incomingMails } from "@/db/schema";
import { log } from "@/lib/request/log";
import { type Context, inTransaction } from "@/lib/request/transaction";
import type { DNSResolver } from "../authenticity";
import { judgeStoredMail, NamesAway } from "./judge";

/** Seconds after which a stored mail that no job has judged is judged here: its job died with its worker. */
const LEFT_BEHIND_SECONDS = 120;
const AT_A_TIME = 50;

/** Judges the mails that a stopped worker left behind, the oldest first. */
export async function judgeWaiting(ctx: Context, resolver?: DNSResolver): Promise<void> {
  const rows = await inTransaction(ctx, (tx) =>
    tx.db
      .select({ id: incomingMails.id })
      .from(incomingMails)
      .where(
        and(
          eq(incomingMails.state, "stored"),
          lt(incomingMails.receivedAt, new Date(tx.now.getTime() - LEFT_BEHIND_SECONDS * 1000)),
        ),
      )
      .orderBy(asc(incomingMails.receivedAt))
      .limit(AT_A_TIME),
  );
  for (const { id } of rows) {
    try {
      await judgeStoredMail(ctx, id, resolver);
    } catch (error) {
      // One that fails every time must not keep the others waiting.
      if (!(error instanceof NamesAway)) log.error("a mail could not be judged; it is kept and tried again");
    }
  }
}

import "server-only";
import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { formMarks } from "@/db/schema";
import { type FormMark, MARK_SHARDS } from "@/lib/reports/form/marks";
import type { Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";

/** Counts that a draft came past a page for the first time: the program, the page and the day, and nothing of the draft. */
export async function countMark(
  tx: Transaction,
  { programId, zone, mark }: { programId: string; zone: string; mark: FormMark },
): Promise<void> {
  await tx.db
    .insert(formMarks)
    .values({
      programId,
      day: localDay(tx.now, zone).toString(),
      mark,
      shard: randomInt(MARK_SHARDS),
      drafts: 1,
    })
    .onConflictDoUpdate({
      target: [formMarks.programId, formMarks.day, formMarks.mark, formMarks.shard],
      set: { drafts: sql`${formMarks.drafts} + 1` },
    });
}

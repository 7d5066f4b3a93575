import "server-only";
import { desc, eq } from "drizzle-orm";
import { reportAdditions, type reports } from "@/db/schema";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, unwrapKey } from "@/lib/vault/seal";
import { storedAdditionSchema } from "../additions";
import { additionPlace, answersPlace } from "../places";
import { type Contact, readContact } from "../salted";

type Sent = Pick<typeof reports.$inferSelect, "id" | "urgentAt" | "dataKey" | "answersSealed">;

/** Where the reporter wants to be written to, and the key to encrypt to: as sent, or as the full report after a notice says. */
export async function contactOfReporter(tx: Transaction, report: Sent): Promise<Contact> {
  const key = unwrapKey(ring(), report.dataKey, report.id);
  const sent = readContact(openJson(key, answersPlace(report.id), report.answersSealed));
  if (report.urgentAt === null) return sent;
  const rows = await tx.db
    .select({ id: reportAdditions.id, body: reportAdditions.bodySealed })
    .from(reportAdditions)
    .where(eq(reportAdditions.reportId, report.id))
    .orderBy(desc(reportAdditions.addedAt));
  for (const { id, body } of rows) {
    const { value } = storedAdditionSchema.parse(openJson(key, additionPlace(report.id, id), body));
    // Asked again in the full report, and it starts with what the notice said.
    if ("answers" in value) return { email: value.answers.email || null, pgpKey: value.answers.pgpKey || null };
  }
  return sent;
}

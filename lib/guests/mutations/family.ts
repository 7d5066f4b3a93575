import "server-only";
import { and, eq, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { reports } from "@/db/schema";
import type { Transaction } from "@/lib/request/transaction";

type Row = typeof reports.$inferSelect;

/** One code opens a report and all that was split with it: these, as long as the code is still the row's. */
export function inFamily(row: Pick<Row, "id" | "splitFrom"> & { guestCodeHash: string }): SQL | undefined {
  const root = row.splitFrom ?? row.id;
  return and(or(eq(reports.id, root), eq(reports.splitFrom, root)), eq(reports.guestCodeHash, row.guestCodeHash));
}

/** The report with this reference, locked after the report that it was split from, as splitting locks them. */
export async function lockFamily(tx: Transaction, reference: string): Promise<Row[]> {
  const child = alias(reports, "child");
  await tx.db
    .select({ id: reports.id })
    .from(reports)
    .where(eq(reports.id, tx.db.select({ id: child.splitFrom }).from(child).where(eq(child.reference, reference))))
    .for("no key update");
  return tx.db.select().from(reports).where(eq(reports.reference, reference)).for("no key update");
}

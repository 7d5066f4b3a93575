import "server-only";
import { reports } from "@/db/schema";
import type { Transaction } from "@/lib/request/transaction";
import { newReference } from "../reference";

/** At a hundred thousand reports one new reference in three hundred thousand is taken: five in a row never are. */
const TRIES = 5;

/** Stores a new report, under another reference where its own is taken. Gives the one it has. */
export async function insertReport(
  tx: Transaction,
  row: typeof reports.$inferInsert,
  prefix: string,
  draw: (prefix: string) => string = newReference,
): Promise<string> {
  let { reference } = row;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [stored] = await tx.db
      .insert(reports)
      .values({ ...row, reference })
      .onConflictDoNothing({ target: reports.reference })
      .returning({ id: reports.id });
    if (stored) return reference;
    reference = draw(prefix);
  }
  throw new Error("no reference is free");
}

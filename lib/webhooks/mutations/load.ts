import "server-only";
import { eq } from "drizzle-orm";
import { reports, webhookEndpoints } from "@/db/schema";
import { can, isSealed } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import type { Transaction } from "@/lib/request/transaction";

export type Endpoint = typeof webhookEndpoints.$inferSelect;

export const CHANGED = "Somebody changed this endpoint meanwhile. Look again; nothing was changed.";
const NOT_ALLOWED = "Only an admin of this program can change its webhooks.";
const NOT_STEPPED_UP = "Give your second factor again to change where events go.";

/** The endpoint, locked, for somebody who may change it. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (another version). */
export async function lockEndpoint(tx: Transaction, publicId: string, version?: number): Promise<Endpoint> {
  const [row] = await tx.db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.publicId, publicId))
    .for("update");
  if (!row || !can(tx.actor, "webhooks.read", row)) throw notFound();
  if (!can(tx.actor, "webhooks.change", row)) throw forbidden(NOT_ALLOWED);
  if (version !== undefined && version !== row.version) throw conflict(CHANGED);
  return row;
}

/** Whoever took over a session must not be able to turn events elsewhere. */
export function needStepUp({ actor }: Transaction): void {
  if (actor.kind === "staff" && !actor.steppedUp) throw forbidden(NOT_STEPPED_UP);
}

/** The report of an event, when an endpoint may hear of it: of one that some people alone read, nobody outside does. */
export async function openReport(tx: Transaction, reportId: string): Promise<typeof reports.$inferSelect | null> {
  const [row] = await tx.db.select().from(reports).where(eq(reports.id, reportId));
  return row && row.readers === null && !isSealed(row) ? row : null;
}

import "server-only";
import { asc, desc, eq } from "drizzle-orm";
import { webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { stepUpMeans } from "@/lib/accounts/queries";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { currentPolicy } from "@/lib/policy/queries";
import { type Context, inTransaction, pastRowSecurity } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import type { Endpoint } from "./mutations/load";
import { endpointPlace } from "./records";
import type { WebhookDelivery, WebhookEndpoint, WebhookRoom } from "./types";
import type { WebhookEvent } from "./vocabulary";

/** Deliveries that a log shows. */
export const LOG_LENGTH = 50;

/** The endpoints of a program for those who run or audit it, never their secrets. NOT_FOUND for everybody else. */
export async function webhookRoom(ctx: Context, programSlug: string | undefined): Promise<WebhookRoom> {
  const program =
    ctx.actor.kind === "staff"
      ? ctx.actor.memberships.find(
          (one) => can(ctx.actor, "webhooks.read", one) && (!programSlug || one.programSlug === programSlug),
        )
      : undefined;
  if (!program) throw notFound();
  const mayChange = can(ctx.actor, "webhooks.change", program);
  const rows = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.programId, program.programId))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));
  const policy = await currentPolicy(ctx, program.programSlug);
  return {
    programSlug: program.programSlug,
    programName: policy.document.organisation.tradeName,
    zone: policy.calendar.zone,
    mayChange,
    stepUp: await stepUpMeans(ctx),
    endpoints: rows.map((row) => viewOf(row, mayChange)),
  };
}

function viewOf(row: Endpoint, mayChange: boolean): WebhookEndpoint {
  const url = openWithRing(ring(), endpointPlace(row.id, "url"), row.urlSealed);
  const { pausedAt, pausedBecause } = row;
  return {
    id: row.publicId,
    host: new URL(url).host,
    url: mayChange ? url : null,
    events: row.events as WebhookEvent[],
    paused: pausedAt && pausedBecause ? { at: pausedAt.toISOString(), because: pausedBecause } : null,
    succeededAt: row.succeededAt?.toISOString() ?? null,
    formerUntil: row.formerUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  };
}

/** One endpoint with the last of what was sent there. NOT_FOUND for whoever neither runs nor audits its program. */
export async function webhookEndpoint(
  ctx: Context,
  publicId: string,
): Promise<{ room: WebhookRoom; endpoint: WebhookEndpoint; log: WebhookDelivery[] }> {
  const found = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(webhookEndpoints).where(eq(webhookEndpoints.publicId, publicId));
    if (!row || !can(tx.actor, "webhooks.read", row)) throw notFound();
    const rows = await pastRowSecurity(tx, () =>
      tx.db
        .select()
        .from(webhookDeliveries)
        .where(eq(webhookDeliveries.endpointId, row.id))
        .orderBy(desc(webhookDeliveries.id))
        .limit(LOG_LENGTH),
    );
    return { programId: row.programId, log: rows.map(deliveryView) };
  });
  const slug =
    ctx.actor.kind === "staff"
      ? ctx.actor.memberships.find(({ programId }) => programId === found.programId)?.programSlug
      : undefined;
  const room = await webhookRoom(ctx, slug);
  const endpoint = room.endpoints.find(({ id }) => id === publicId);
  if (!endpoint) throw notFound();
  return { room, endpoint, log: found.log };
}

function deliveryView(row: typeof webhookDeliveries.$inferSelect): WebhookDelivery {
  return {
    message: row.messageId,
    type: row.type,
    body: row.body,
    createdAt: row.createdAt.toISOString(),
    tries: row.tries,
    triedAt: row.triedAt?.toISOString() ?? null,
    outcome: row.outcome,
    state: row.deliveredAt ? "delivered" : row.gaveUpAt ? "given_up" : "waiting",
    nextAt: row.nextAt?.toISOString() ?? null,
  };
}

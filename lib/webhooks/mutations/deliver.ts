import "server-only";
import { randomInt } from "node:crypto";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { memberships, programs, webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { forbidden } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { queueMails } from "@/lib/notifications/mutations";
import { NotSent, postGuarded } from "@/lib/outbound/post";
import { readTarget } from "@/lib/outbound/target";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { endpointPlace } from "../records";
import { judgeTry } from "../schedule";
import { signedHeaders } from "../signature";
import { type PauseReason, TEST_EVENT } from "../vocabulary";
import { type Endpoint, openReport } from "./load";
import { sendLater } from "./send-later";

type Delivery = typeof webhookDeliveries.$inferSelect;
type Prepared = { url: string; headers: Record<string, string>; body: string };

/** How one try ended: a status, or the word for why there was none. */
export type Post = (prepared: Prepared) => Promise<number>;

const post: Post = async ({ url, headers, body }) => {
  // Judged again at every delivery: what may be called can change after it was saved.
  const read = readTarget(url, env().OUTBOUND_ALLOW);
  if (!read.ok) throw new NotSent("private_address");
  return postGuarded(read.target, { headers, body });
};

/**
 * Tries one delivery, and promises the next try when it fails. What is settled, paused or no longer anybody's to hear is
 * not sent. FORBIDDEN for all but the portal.
 */
export async function deliverWebhook(ctx: Context, deliveryId: string, send: Post = post): Promise<void> {
  if (!can(ctx.actor, "webhooks.deliver", null)) throw forbidden("Only the portal itself can do this.");
  const prepared = await inTransaction(ctx, (tx) => prepare(ctx, tx, deliveryId));
  if (prepared === null) return;
  const outcome = await send(prepared).catch((error: unknown) => {
    if (error instanceof NotSent) return error.failure;
    throw error;
  });
  await inTransaction(ctx, (tx) => settle(tx, deliveryId, outcome));
}

async function load(tx: Transaction, deliveryId: string): Promise<{ delivery: Delivery; endpoint: Endpoint } | null> {
  const [row] = await tx.db
    .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(
      and(
        eq(webhookDeliveries.id, deliveryId),
        isNull(webhookDeliveries.deliveredAt),
        isNull(webhookDeliveries.gaveUpAt),
      ),
    )
    // The endpoint first: its deliveries are settled one after the other.
    .for("update", { of: webhookEndpoints });
  return row ?? null;
}

async function prepare(ctx: Context, tx: Transaction, deliveryId: string): Promise<Prepared | null> {
  const row = await load(tx, deliveryId);
  if (row === null) return null;
  const { delivery, endpoint } = row;
  if (endpoint.pausedAt !== null && delivery.type !== TEST_EVENT) return null;
  if (delivery.reportId !== null && (await openReport(tx, delivery.reportId)) === null) {
    await tx.db
      .update(webhookDeliveries)
      .set({ gaveUpAt: tx.now, nextAt: null, outcome: "withheld" })
      .where(eq(webhookDeliveries.id, delivery.id));
    return null;
  }
  const opened = (column: Parameters<typeof endpointPlace>[1], sealed: Buffer) =>
    openWithRing(ring(), endpointPlace(endpoint.id, column), sealed);
  const former =
    endpoint.formerSecretSealed !== null && endpoint.formerUntil !== null && endpoint.formerUntil > tx.now
      ? [opened("former_secret", endpoint.formerSecretSealed)]
      : [];
  const secrets = [opened("secret", endpoint.secretSealed), ...former];
  // Receivers compare with their own clocks, which no demonstration moves.
  const at = new Date(tx.now.getTime() - ctx.clockOffsetMs);
  const { messageId, body } = delivery;
  return {
    url: opened("url", endpoint.urlSealed),
    body,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Safe-Harbour-Webhooks",
      ...signedHeaders({ id: messageId, body, secrets, at }),
    },
  };
}

async function settle(tx: Transaction, deliveryId: string, outcome: number | string): Promise<void> {
  const row = await load(tx, deliveryId);
  if (row === null) return;
  const { delivery, endpoint } = row;
  const tries = delivery.tries + 1;
  const status = typeof outcome === "number" ? outcome : null;
  const judged = judgeTry(status, tries, randomInt(1000) / 1000);
  const again = judged.kind === "again" && delivery.type !== TEST_EVENT ? judged.inMs : null;
  const delivered = judged.kind === "delivered";
  await tx.db
    .update(webhookDeliveries)
    .set({
      tries,
      triedAt: tx.now,
      outcome: String(outcome),
      nextAt: again === null ? null : new Date(tx.now.getTime() + again),
      deliveredAt: delivered ? tx.now : null,
      gaveUpAt: delivered || again !== null ? null : tx.now,
    })
    .where(eq(webhookDeliveries.id, delivery.id));
  if (again !== null) await sendLater(tx, delivery.id, again);
  if (delivered) {
    await tx.db.update(webhookEndpoints).set({ succeededAt: tx.now }).where(eq(webhookEndpoints.id, endpoint.id));
  } else if (judged.kind === "gone") await pause(tx, endpoint, "gone");
  else if (judged.kind === "over" && !arrivedSince(endpoint, delivery)) await pause(tx, endpoint, "failing");
}

/** Whether anything reached the endpoint since this delivery was first tried: then it is the delivery that is wrong. */
const arrivedSince = ({ succeededAt }: Endpoint, { createdAt }: Delivery) =>
  succeededAt !== null && succeededAt > createdAt;

/** Stops sending to an endpoint that cannot be reached, and tells the people who answer for it. */
async function pause(tx: Transaction, endpoint: Endpoint, because: Exclude<PauseReason, "by_hand">): Promise<void> {
  if (endpoint.pausedAt !== null) return;
  await tx.db
    .update(webhookEndpoints)
    .set({ pausedAt: tx.now, pausedBecause: because, version: endpoint.version + 1 })
    .where(eq(webhookEndpoints.id, endpoint.id));
  await recordProgramEvent(tx, endpoint.programId, { type: "webhook.paused", webhook: endpoint.publicId, because });
  const [program] = await tx.db
    .select({ slug: programs.slug })
    .from(programs)
    .where(eq(programs.id, endpoint.programId));
  const admins = await tx.db
    .selectDistinct({ accountId: memberships.accountId })
    .from(memberships)
    .where(
      and(
        eq(memberships.programId, endpoint.programId),
        inArray(memberships.role, ["admin"]),
        isNull(memberships.endedAt),
      ),
    );
  await queueMails(
    tx,
    admins.map(({ accountId }) => ({
      template: "webhook_paused" as const,
      to: { accountId },
      params: { programSlug: program?.slug ?? "", webhook: endpoint.publicId, because },
    })),
  );
}

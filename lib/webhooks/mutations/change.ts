import "server-only";
import { randomBytes } from "node:crypto";
import { and, count, eq, gte, isNull, lt } from "drizzle-orm";
import { v7 } from "uuid";
import { programs, webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { addressesOf, NotSent, type Resolve } from "@/lib/outbound/post";
import { readTarget } from "@/lib/outbound/target";
import { type Context, inTransaction, pastRowSecurity } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing, sealWithRing } from "@/lib/vault/seal";
import { endpointPlace } from "../records";
import { WHOLE_SCHEDULE_MS } from "../schedule";
import { newSecret } from "../signature";
import type { WebhookEvent } from "../vocabulary";
import { CHANGED, lockEndpoint, needStepUp } from "./load";
import { sendLater } from "./send-later";

/** Endpoints of one program: every event is sent to each. */
const ENDPOINTS_AT_MOST = 10;
/** Hours in which the secret before a change signs too. */
const FORMER_HOURS = 24;

type Written = { url: string; events: readonly WebhookEvent[] };

/** INVALID at `url` for an address that is not to be called, now and by its name; changes nothing. */
export async function refuseUnsafeUrl(url: string, resolve?: Resolve): Promise<void> {
  const read = readTarget(url, env().OUTBOUND_ALLOW);
  if (!read.ok) throw invalid("There is a problem", { url: [read.message] });
  try {
    await addressesOf(read.target, resolve);
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    const why =
      error.failure === "private_address"
        ? "This name leads into a private network. Enter an address on the internet, or have the operator allow its origin"
        : "This host name is not known. Look for a typing mistake";
    throw invalid("There is a problem", { url: [why] });
  }
}

/** Adds an endpoint. Its secret is in the answer alone. Errors: NOT_FOUND, FORBIDDEN, INVALID (`url`), CONFLICT (ten are there). */
export async function addEndpoint(
  ctx: Context,
  input: Written & { programSlug: string },
  resolve?: Resolve,
): Promise<{ endpoint: string; secret: string }> {
  await refuseUnsafeUrl(input.url, resolve);
  return inTransaction(ctx, async (tx) => {
    const [program] = await tx.db.select().from(programs).where(eq(programs.slug, input.programSlug)).for("update");
    const subject = program && { programId: program.id };
    if (!subject || !can(tx.actor, "webhooks.read", subject)) throw notFound();
    if (!can(tx.actor, "webhooks.change", subject)) throw forbidden("Only an admin of this program adds webhooks.");
    needStepUp(tx);
    const [there] = await tx.db
      .select({ n: count() })
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.programId, program.id));
    if ((there?.n ?? 0) >= ENDPOINTS_AT_MOST) {
      throw conflict(`A program has at most ${ENDPOINTS_AT_MOST} endpoints. Remove one that is no longer used.`);
    }
    const id = v7();
    const publicId = randomBytes(16).toString("hex");
    const secret = newSecret();
    await tx.db.insert(webhookEndpoints).values({
      id,
      publicId,
      programId: program.id,
      urlSealed: sealWithRing(ring(), endpointPlace(id, "url"), input.url),
      secretSealed: sealWithRing(ring(), endpointPlace(id, "secret"), secret),
      events: [...input.events],
      createdBy: tx.actor.kind === "staff" ? tx.actor.accountId : null,
      createdAt: tx.now,
    });
    await recordProgramEvent(tx, program.id, { type: "webhook.added", webhook: publicId });
    return { endpoint: publicId, secret };
  });
}

/** Changes where an endpoint is and what it hears of. Errors: NOT_FOUND, FORBIDDEN, INVALID (`url`), CONFLICT. */
export async function changeEndpoint(
  ctx: Context,
  publicId: string,
  input: Written & { version: number },
  resolve?: Resolve,
): Promise<{ changed: true }> {
  await refuseUnsafeUrl(input.url, resolve);
  return inTransaction(ctx, async (tx) => {
    const row = await lockEndpoint(tx, publicId, input.version);
    needStepUp(tx);
    await tx.db
      .update(webhookEndpoints)
      .set({
        urlSealed: sealWithRing(ring(), endpointPlace(row.id, "url"), input.url),
        events: [...input.events],
        version: row.version + 1,
      })
      .where(eq(webhookEndpoints.id, row.id));
    await recordProgramEvent(tx, row.programId, { type: "webhook.changed", webhook: publicId });
    return { changed: true };
  });
}

/** A new secret, in the answer alone; the one before signs beside it for a day. Errors: NOT_FOUND, FORBIDDEN, CONFLICT. */
export async function changeSecret(
  ctx: Context,
  publicId: string,
  { version }: { version: number },
): Promise<{ endpoint: string; secret: string }> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockEndpoint(tx, publicId, version);
    needStepUp(tx);
    const secret = newSecret();
    const former = openWithRing(ring(), endpointPlace(row.id, "secret"), row.secretSealed);
    await tx.db
      .update(webhookEndpoints)
      .set({
        secretSealed: sealWithRing(ring(), endpointPlace(row.id, "secret"), secret),
        formerSecretSealed: sealWithRing(ring(), endpointPlace(row.id, "former_secret"), former),
        formerUntil: new Date(tx.now.getTime() + FORMER_HOURS * 3_600_000),
        version: row.version + 1,
      })
      .where(eq(webhookEndpoints.id, row.id));
    await recordProgramEvent(tx, row.programId, { type: "webhook.secret_changed", webhook: publicId });
    return { endpoint: publicId, secret };
  });
}

/** Removes an endpoint and its log; nothing more is sent there. Errors: NOT_FOUND, FORBIDDEN, CONFLICT. */
export async function removeEndpoint(
  ctx: Context,
  publicId: string,
  { version }: { version: number },
): Promise<{ removed: true }> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockEndpoint(tx, publicId, version);
    needStepUp(tx);
    await pastRowSecurity(tx, () => tx.db.delete(webhookEndpoints).where(eq(webhookEndpoints.id, row.id)));
    await recordProgramEvent(tx, row.programId, { type: "webhook.removed", webhook: publicId });
    return { removed: true };
  });
}

/** Holds what would be sent. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (it was paused, or somebody was faster). */
export async function pauseEndpoint(
  ctx: Context,
  publicId: string,
  { version }: { version: number },
): Promise<{ paused: true }> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockEndpoint(tx, publicId, version);
    if (row.pausedAt !== null) throw conflict(CHANGED);
    await tx.db
      .update(webhookEndpoints)
      .set({ pausedAt: tx.now, pausedBecause: "by_hand", version: row.version + 1 })
      .where(eq(webhookEndpoints.id, row.id));
    await recordProgramEvent(tx, row.programId, { type: "webhook.paused", webhook: publicId, because: "by_hand" });
    return { paused: true };
  });
}

/**
 * Sends again, beginning with what waited at most as long as tries go on; older events stay in the log and can be sent by
 * hand. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (it was not paused, or somebody was faster).
 */
export async function resumeEndpoint(
  ctx: Context,
  publicId: string,
  { version }: { version: number },
): Promise<{ waiting: number }> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockEndpoint(tx, publicId, version);
    if (row.pausedAt === null) throw conflict(CHANGED);
    await tx.db
      .update(webhookEndpoints)
      .set({ pausedAt: null, pausedBecause: null, version: row.version + 1 })
      .where(eq(webhookEndpoints.id, row.id));
    await recordProgramEvent(tx, row.programId, { type: "webhook.resumed", webhook: publicId });
    const oldest = new Date(tx.now.getTime() - WHOLE_SCHEDULE_MS);
    const open = [
      eq(webhookDeliveries.endpointId, row.id),
      isNull(webhookDeliveries.deliveredAt),
      isNull(webhookDeliveries.gaveUpAt),
    ];
    const waiting = await pastRowSecurity(tx, async () => {
      await tx.db
        .update(webhookDeliveries)
        .set({ gaveUpAt: tx.now, nextAt: null })
        .where(and(...open, lt(webhookDeliveries.createdAt, oldest)));
      return tx.db
        .update(webhookDeliveries)
        .set({ tries: 0, nextAt: tx.now })
        .where(and(...open, gte(webhookDeliveries.createdAt, oldest)))
        .returning({ id: webhookDeliveries.id });
    });
    for (const { id } of waiting) await sendLater(tx, id);
    return { waiting: waiting.length };
  });
}

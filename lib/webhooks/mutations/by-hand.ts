import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { programs, webhookDeliveries } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, pastRowSecurity } from "@/lib/request/transaction";
import { payloadOf } from "../events";
import { newMessageId } from "../signature";
import { TEST_EVENT } from "../vocabulary";
import { lockEndpoint } from "./load";
import { sendLater } from "./send-later";

/** Sends an event of no report, once, to a paused endpoint too. Errors: NOT_FOUND, FORBIDDEN, RATE_LIMITED. */
export async function testEndpoint(ctx: Context, publicId: string): Promise<{ message: string }> {
  return inTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, publicId);
    await takePoint(ctx.db, "webhook-by-hand:endpoint", endpoint.id);
    const [program] = await tx.db
      .select({ slug: programs.slug })
      .from(programs)
      .where(eq(programs.id, endpoint.programId));
    const delivery = {
      id: v7(),
      messageId: newMessageId(),
      endpointId: endpoint.id,
      type: TEST_EVENT,
      body: payloadOf({
        type: TEST_EVENT,
        at: tx.now.toISOString(),
        program: program?.slug ?? "",
        report: null,
      }),
      createdAt: tx.now,
      nextAt: tx.now,
    };
    await pastRowSecurity(tx, () => tx.db.insert(webhookDeliveries).values(delivery));
    await recordProgramEvent(tx, endpoint.programId, { type: "webhook.tested", webhook: publicId });
    await sendLater(tx, delivery.id);
    return { message: delivery.messageId };
  });
}

/**
 * Sends one delivery again under its own id, whatever became of it; the tries begin anew. Whether its report may still
 * be heard of is judged when it leaves. Errors: NOT_FOUND, FORBIDDEN, RATE_LIMITED.
 */
export async function replayDelivery(ctx: Context, publicId: string, message: string): Promise<{ message: string }> {
  return inTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, publicId);
    await takePoint(ctx.db, "webhook-by-hand:endpoint", endpoint.id);
    const [row] = await pastRowSecurity(tx, () =>
      tx.db
        .update(webhookDeliveries)
        .set({ tries: 0, deliveredAt: null, gaveUpAt: null, nextAt: tx.now })
        .where(and(eq(webhookDeliveries.endpointId, endpoint.id), eq(webhookDeliveries.messageId, message)))
        .returning({ id: webhookDeliveries.id }),
    );
    if (!row) throw notFound();
    await recordProgramEvent(tx, endpoint.programId, { type: "webhook.replayed", webhook: publicId, message });
    await sendLater(tx, row.id);
    return { message };
  });
}

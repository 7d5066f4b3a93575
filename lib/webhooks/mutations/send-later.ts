import "server-only";
import { enqueue } from "@/lib/jobs/enqueue";
import type { Transaction } from "@/lib/request/transaction";

/** One slow receiver takes one of the worker's hands, never all of them. */
const QUEUE = "webhooks";

/** Has a delivery tried after so many milliseconds of real time; a try that was promised before it is replaced. */
export async function sendLater(tx: Transaction, deliveryId: string, inMs = 0): Promise<void> {
  const jobs = [{ payload: { deliveryId }, key: `webhook:${deliveryId}`, queue: QUEUE }];
  await enqueue(tx, "deliver_webhook", jobs, { delayMs: inMs });
}

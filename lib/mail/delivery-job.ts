import type { Jobs } from "@/lib/jobs/enqueue";

/** Mails of one thread share a queue, so that no two of them are on their way at once. */
const QUEUES = 16;

type Promised = { id: string; thread: Buffer | null };

export function deliveryJob({ id, thread }: Promised): { payload: Jobs["deliver_mail"]; key: string; queue?: string } {
  const queue = thread === null ? {} : { queue: `mail-${(thread[0] ?? 0) % QUEUES}` };
  return { payload: { mailId: id }, key: `mail:${id}`, ...queue };
}

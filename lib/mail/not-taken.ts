import "server-only";
import { eq } from "drizzle-orm";
import { mails } from "@/db/schema";
import { log } from "@/lib/request/log";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { rememberReturned } from "./returned/mutations";
import { TRIED_HOURS } from "./tried";

/** A mail server, or the disk, did not take a mail. Only a code: a server's answer repeats the address. */
export class NotTaken extends Error {
  constructor(
    readonly failure: string,
    readonly forGood: boolean,
    /** It is the recipient that is refused, not what is said. */
    readonly nobodyThere: boolean,
  ) {
    super(`the mail transport failed: ${failure}`);
  }
}

/** What the transport threw, as a code and what follows from it. */
export function notTaken(error: unknown): NotTaken {
  const { code, responseCode, command } = (error ?? {}) as {
    code?: unknown;
    responseCode?: unknown;
    command?: unknown;
  };
  const status = typeof responseCode === "number" ? String(responseCode) : null;
  // A refused sign-in is ours to mend, and tried again; a refused recipient or text is not.
  const forGood =
    status?.startsWith("5") === true && /^(RCPT|MAIL|DATA)/.test(String(command ?? "")) && code !== "EAUTH";
  const nobodyThere = forGood && /^RCPT/.test(String(command ?? ""));
  return new NotTaken(status ?? (typeof code === "string" ? code : "unknown"), forGood, nobodyThere);
}

/** Remembers that a mail was not taken, and by whom; whether it is given up. */
export async function noteFailure(
  ctx: Context,
  mailId: string,
  { failure, forGood, nobodyThere }: NotTaken,
  recipient: { to: string; reportId: string | null } | null,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const [mail] = await tx.db
      .select({ createdAt: mails.createdAt, retriedAt: mails.retriedAt })
      .from(mails)
      .where(eq(mails.id, mailId));
    const from = mail && Math.max(mail.createdAt.getTime(), mail.retriedAt?.getTime() ?? 0);
    const over = from !== undefined && tx.now.getTime() - from >= TRIED_HOURS * 3_600_000;
    const givenUp = forGood || over;
    await tx.db
      .update(mails)
      .set({ failedAt: tx.now, failure, ...(givenUp ? { gaveUpAt: tx.now } : {}) })
      .where(eq(mails.id, mailId));
    if (nobodyThere && recipient) await rememberReturned(tx, recipient.to, failure, recipient.reportId);
    if (givenUp) log.error({ failure }, "a mail could not be delivered; it is kept as a dead letter");
    return givenUp;
  });
}

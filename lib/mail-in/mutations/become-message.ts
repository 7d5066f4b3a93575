import "server-only";
import { eq } from "drizzle-orm";
import { messages } from "@/db/schema";
import { type Arrived, keepArrived, sealForReport } from "@/lib/attachments/mutations/store-whole";
import { type Actor, can } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { sideOf } from "@/lib/reports/mutations/speak";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { applyMessage } from "@/lib/threads/mutations";
import { fitsMessage, messageOfMail } from "../answers";
import type { ReadMail } from "../read";
import { withoutQuotedTail } from "../text";
import { type IncomingMail, lockMail, settle } from "./load";

/** Files of one reply that are kept, as many as a form takes. */
const FILES_AT_MOST = 10;

/**
 * Puts a proven reply into its thread, in the name of whoever was given the token. Null when the mail was settled
 * meanwhile. Errors: NOT_FOUND, FORBIDDEN when that person may not write there any more.
 */
export async function becomeMessage(
  ctx: Context,
  mail: IncomingMail,
  read: ReadMail,
  to: { reference: string; actor: Actor },
  /** Besides what is always written. */
  change: () => Parameters<typeof settle>[2],
): Promise<{ messageId: string } | null> {
  const text = withoutQuotedTail(read.text);
  const long = fitsMessage(messageOfMail(text, null, []))
    ? []
    : [{ name: "mail.txt", content: Buffer.from(read.text) }];
  const { arrived, left } = await sealFiles([...long, ...read.files]);
  return inTransaction({ ...ctx, actor: to.actor }, async (tx) => {
    const row = await lockMail(tx, mail.id, "stored");
    if (row === null) return null;
    const report = await loadReport(tx, to.reference);
    if (!can(tx.actor, "report.reply", report.row))
      throw new PortalError("FORBIDDEN", "Nobody writes there by mail now.");
    const shown = long.length > 0 ? "The text of this mail is in the file mail.txt." : text;
    const messageId = await applyMessage(tx, report, {
      text: messageOfMail(shown, read.encrypted, left),
      idempotencyKey: `mail:${row.id}`,
    });
    const place = { reportId: report.row.id, messageId: await keyOfMessage(tx, messageId), side: sideOf(tx, report) };
    for (const file of arrived) await keepArrived(tx, file, place);
    await settle(tx, row.id, { ...change(), state: "message", reportId: report.row.id, judgedAt: tx.now });
    return { messageId };
  });
}

async function keyOfMessage(tx: Transaction, publicId: string): Promise<string> {
  const [row] = await tx.db.select({ id: messages.id }).from(messages).where(eq(messages.publicId, publicId));
  if (!row) throw new TypeError("A message that was just stored is not there.");
  return row.id;
}

async function sealFiles(files: ReadMail["files"]): Promise<{ arrived: Arrived[]; left: string[] }> {
  const arrived: Arrived[] = [];
  const left = files.slice(FILES_AT_MOST).map(({ name }) => `${name}: a message has at most ${FILES_AT_MOST} files`);
  for (const { name, content } of files.slice(0, FILES_AT_MOST)) {
    try {
      arrived.push(await sealForReport(name, content));
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      left.push(error.message);
    }
  }
  return { arrived, left };
}

import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { readRecipient } from "@/lib/mail-in/addresses";
import { mailboxes } from "@/lib/mail-in/mailboxes/queries";
import { MAIL_BYTES_AT_MOST, storeMail } from "@/lib/mail-in/mutations/store";
import { log } from "@/lib/request/log";
import type { Context } from "@/lib/request/transaction";

export type ListenerOptions = {
  protocol: "smtp" | "lmtp";
  host: string;
  port: number;
  /** What the server calls itself. */
  name: string;
  context: Context;
  /** With both, STARTTLS is offered. */
  tls?: { key: string; cert: string };
  /** Bytes of mails that are held in memory at once; what comes beyond is asked to come later. */
  heldAtMost?: number;
};

const CLIENTS_AT_MOST = 50;
const RECIPIENTS_AT_MOST = 50;
const SILENT_SECONDS = 60;
const HELD_AT_MOST = 8 * MAIL_BYTES_AT_MOST;

/** An answer with its SMTP code (RFC 5321 §4.2) and enhanced status (RFC 3463); never words of the mail or the database. */
function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

const LATER = () => answer(451, "4.3.0 Not received: try again later");
const TOO_LARGE = () => answer(552, "5.3.4 Not received: larger than this server takes");

/** Takes mail over SMTP or LMTP. A mail is durable before its 250; whatever fails before is a 4xx, and the sender keeps it. */
export async function listenForMail(options: ListenerOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const { context, tls } = options;
  const lmtp = options.protocol === "lmtp";
  const heldAtMost = options.heldAtMost ?? HELD_AT_MOST;
  let held = 0;

  const take = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    const parts: Buffer[] = [];
    let size = 0;
    let refused: Error | null = null;
    try {
      // What is refused is still read to its end: the answer comes after the last line.
      for await (const part of stream as AsyncIterable<Buffer>) {
        if (refused) continue;
        size += part.length;
        held += part.length;
        parts.push(part);
        if (size > MAIL_BYTES_AT_MOST) refused = TOO_LARGE();
        else if (held > heldAtMost) refused = answer(452, "4.3.1 Not received: busy, try again later");
        if (refused) {
          held -= size;
          size = 0;
          parts.length = 0;
        }
      }
      if (refused) throw refused;
      const { mailFrom, rcptTo } = session.envelope;
      const { stored } = await storeMail(context, {
        source: "smtp",
        envelope: { from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address) },
        raw: Buffer.concat(parts),
      }).catch((error: unknown) => {
        log.error({ code: codeOf(error) }, "an incoming mail could not be stored; its sender keeps it");
        throw LATER();
      });
      // The program's address changed between RCPT and DATA.
      if (stored === 0) throw LATER();
      return "2.0.0 Received and kept";
    } finally {
      held -= size;
    }
  };

  const server = new SMTPServer({
    name: options.name,
    banner: "Safe Harbour",
    lmtp,
    size: MAIL_BYTES_AT_MOST,
    disabledCommands: ["AUTH", ...(tls ? [] : ["STARTTLS"])],
    authOptional: true,
    disableReverseLookup: true,
    maxClients: CLIENTS_AT_MOST,
    socketTimeout: SILENT_SECONDS * 1000,
    closeTimeout: 3000,
    ...(tls ?? {}),
    onMailFrom: (address, _session, callback) => {
      const declared = address.args ? Number((address.args as { SIZE?: string }).SIZE) : 0;
      callback(declared > MAIL_BYTES_AT_MOST ? TOO_LARGE() : null);
    },
    onRcptTo: ({ address }, session, callback) => {
      if (session.envelope.rcptTo.length >= RECIPIENTS_AT_MOST) {
        callback(answer(452, "4.5.3 Too many recipients"));
        return;
      }
      mailboxes(context.db).then(
        (all) => {
          const mailbox = readRecipient(address)?.mailbox;
          const known = mailbox !== undefined && all.some((one) => one.address === mailbox);
          callback(known ? null : answer(550, "5.1.1 No such mailbox here"));
        },
        () => callback(LATER()),
      );
    },
    onData: (stream, session, callback) => {
      const all = callback as (error: Error | null, message?: string | (string | Error)[]) => void;
      take(stream, session).then(
        // LMTP answers for each recipient (RFC 2033 §4.2); the mail was kept for all of them at once.
        (text) => all(null, lmtp ? session.envelope.rcptTo.map(() => text) : text),
        (error: Error) =>
          lmtp
            ? all(
                null,
                session.envelope.rcptTo.map(() => error),
              )
            : all(error),
      );
    },
  });
  // A client that hangs up, and one that speaks no TLS where it said so: nothing of the portal is wrong.
  server.on("error", (error) => log.warn({ code: codeOf(error) }, "a connection that brought mail failed"));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(options.port, options.host, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
}

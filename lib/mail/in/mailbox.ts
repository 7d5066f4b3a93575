import { ImapFlow } from "imapflow";
import { isLoopbackHost } from "@/lib/env/env";
import { MAIL_BYTES_AT_MOST, storeMail } from "@/lib/mail-in/mutations/store";
import { log } from "@/lib/request/log";
import type { Context } from "@/lib/request/transaction";

/** Mails taken in one look; the next look takes the others. */
const AT_A_TIME = 200;
const PORTS: Record<string, number> = { "imaps:": 993, "imap:": 143 };

/** A mark of ours on what is too large to be taken: it stays where it is, for people to see. */
const TOO_LARGE = "$SafeHarbourTooLarge";

/**
 * Takes what is unread in the mailbox that a URL names, the oldest first. Each mail is durable before it is marked as read; a stop
 * between the two takes it once more, and the second copy is recognised. Nothing is ever deleted there.
 */
export async function pollMailbox(ctx: Context, url: URL): Promise<{ taken: number }> {
  const client = new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port ? Number(url.port) : (PORTS[url.protocol] ?? 993),
    secure: url.protocol === "imaps:",
    // A password goes over the network encrypted or not at all.
    ...(url.protocol === "imap:" && !isLoopbackHost(url.hostname) ? { doSTARTTLS: true } : {}),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false,
    disableAutoIdle: true,
  });
  // A connection that fails says so to whoever waits for it; without a listener it would be thrown besides.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const lock = await client.getMailboxLock(decodeURIComponent(url.pathname.slice(1)) || "INBOX");
    try {
      return { taken: await takeUnread(ctx, client) };
    } finally {
      lock.release();
    }
  } catch (error) {
    throw new Error(`the mailbox could not be read: ${codeOf(error)}`);
  } finally {
    await client.logout().catch(() => client.close());
  }
}

async function takeUnread(ctx: Context, client: ImapFlow): Promise<number> {
  const found = await client.search({ seen: false, unKeyword: TOO_LARGE }, { uid: true });
  const uids = (found || []).sort((a, b) => a - b).slice(0, AT_A_TIME);
  let taken = 0;
  for (const uid of uids) {
    const head = await client.fetchOne(String(uid), { size: true }, { uid: true });
    if (!head) continue;
    if ((head.size ?? 0) > MAIL_BYTES_AT_MOST) {
      await client.messageFlagsAdd(String(uid), [TOO_LARGE, "\\Flagged"], { uid: true });
      log.warn({ bytes: head.size }, "a mail is larger than is taken; it stays in the mailbox, flagged");
      continue;
    }
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
    if (message === false || message.source === undefined) continue;
    // No envelope came along: who it was for stands in its headers.
    const to = recipientsOf(message.source);
    await storeMail(ctx, { source: "imap", envelope: { from: null, to }, raw: message.source, fallback: true });
    await client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true });
    taken += 1;
  }
  return taken;
}

const NAMES_RECIPIENTS = /^(?:delivered-to|x-original-to|envelope-to|to|cc):((?:.*(?:\r?\n[ \t].*)*))/gim;

/** Addresses in the headers that name whom a mail was for; which of them are ours is looked at where it is stored. */
function recipientsOf(raw: Buffer): string[] {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.subarray(0, end < 0 ? Math.min(raw.length, 65_536) : Math.min(end, 65_536)).toString("latin1");
  const named = [...head.matchAll(NAMES_RECIPIENTS)].map(([, value]) => value ?? "").join(",");
  return [...new Set(named.match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? [])].slice(0, 200);
}

/** What went wrong, without the words of the server: they may quote the user or a mail. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("authenticationFailed" in error && error.authenticationFailed) return "the sign-in was refused";
  return "code" in error && typeof error.code === "string" ? error.code : "no answer that makes sense";
}

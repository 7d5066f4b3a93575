import MailComposer from "nodemailer/lib/mail-composer/index.js";
import MimeNode from "nodemailer/lib/mime-node/index.js";
import { LOOP_HEADER } from "@/lib/mail-in/read";

export type OutgoingMessage = {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for every delivery of one mail, so that a mailbox can tell a repetition. */
  messageId: string;
  date: Date;
  /** Where an answer goes when it is not the sender's address. */
  replyTo?: string | undefined;
  /** Message-IDs of the thread it belongs to, the oldest first. */
  references?: readonly string[] | undefined;
  /** An answer to a mail that came in (RFC 3834 §5), not one that the portal sends by itself. */
  answers?: boolean | undefined;
  /** The list that a mailbox sorts it under (RFC 2919) and the page where its reader chooses what is mailed. */
  list?: { id: string; settings: string | null } | undefined;
};

/** Marks a mail as automatic (RFC 3834 §5), and as ours for a mail that goes in circles. */
function headersOf({ answers, list }: OutgoingMessage): Record<string, string> {
  return {
    "Auto-Submitted": answers ? "auto-replied" : "auto-generated",
    "X-Auto-Response-Suppress": "All",
    [LOOP_HEADER]: "1",
    ...(list ? { "List-Id": `<${list.id}>` } : {}),
    // A page with a form: nothing changes by opening it (security.md C41).
    ...(list?.settings ? { "List-Unsubscribe": `<${list.settings}>` } : {}),
  };
}

function composed(message: OutgoingMessage, content: { text?: string; html?: string }) {
  const { from, to, subject, messageId, date, replyTo, references = [] } = message;
  return new MailComposer({
    from,
    to: { name: "", address: to },
    ...(replyTo ? { replyTo: { name: from.name, address: replyTo } } : {}),
    subject,
    ...content,
    messageId,
    ...(references.length > 0 ? { inReplyTo: references.at(-1) ?? "", references: [...references] } : {}),
    date,
    headers: headersOf(message),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
}

/** RFC 5322 bytes, text and HTML side by side. */
export function messageBytes(message: OutgoingMessage): Promise<Buffer> {
  return composed(message, { text: message.text, html: message.html }).build();
}

const HEADERS = ["From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Date"];

/**
 * The same message as PGP/MIME (RFC 3156 §4): one part that says so, one that `encrypt` made of the text. The outer
 * headers stay readable, as mail needs them. When `encrypt` throws there is no message.
 */
export async function encryptedMessageBytes(
  message: OutgoingMessage,
  encrypt: (entity: Buffer) => Promise<string>,
): Promise<Buffer> {
  const inner = new MimeNode("multipart/alternative");
  inner.createChild("text/plain; charset=utf-8").setContent(message.text);
  inner.createChild("text/html; charset=utf-8").setContent(message.html);
  const armored = await encrypt(await inner.build());

  const outer = new MimeNode('multipart/encrypted; protocol="application/pgp-encrypted"');
  const headed = composed(message, {});
  for (const name of [...HEADERS, ...Object.keys(headersOf(message))]) {
    const value = headed.getHeader(name);
    if (value) outer.setHeader(name, value);
  }
  const part = (type: string, description: string) =>
    outer.createChild(type).setHeader({ "content-description": description, "content-transfer-encoding": "7bit" });
  part("application/pgp-encrypted", "PGP/MIME version identification").setContent("Version: 1\r\n");
  part('application/octet-stream; name="encrypted.asc"', "OpenPGP encrypted message")
    .setHeader("content-disposition", 'inline; filename="encrypted.asc"')
    .setContent(armored.replaceAll("\n", "\r\n"));
  return outer.build();
}

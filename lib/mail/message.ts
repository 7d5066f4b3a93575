import MailComposer from "nodemailer/lib/mail-composer/index.js";
import MimeNode from "nodemailer/lib/mime-node/index.js";

export type OutgoingMessage = {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for every delivery of one mail, so that a mailbox can tell a repetition. */
  messageId: string;
  date: Date;
};

/** Marks a mail as automatic (RFC 3834 §5). */
const AUTOMATIC = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };

function composed(message: OutgoingMessage, content: { text?: string; html?: string }) {
  const { from, to, subject, messageId, date } = message;
  return new MailComposer({
    from,
    to: { name: "", address: to },
    subject,
    ...content,
    messageId,
    date,
    headers: AUTOMATIC,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
}

/** RFC 5322 bytes, text and HTML side by side. */
export function messageBytes(message: OutgoingMessage): Promise<Buffer> {
  return composed(message, { text: message.text, html: message.html }).build();
}

const HEADERS = ["From", "To", "Subject", "Message-ID", "Date", ...Object.keys(AUTOMATIC)];

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
  for (const name of HEADERS) outer.setHeader(name, headed.getHeader(name));
  const part = (type: string, description: string) =>
    outer.createChild(type).setHeader({ "content-description": description, "content-transfer-encoding": "7bit" });
  part("application/pgp-encrypted", "PGP/MIME version identification").setContent("Version: 1\r\n");
  part('application/octet-stream; name="encrypted.asc"', "OpenPGP encrypted message")
    .setHeader("content-disposition", 'inline; filename="encrypted.asc"')
    .setContent(armored.replaceAll("\n", "\r\n"));
  return outer.build();
}

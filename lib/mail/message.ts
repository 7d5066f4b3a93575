import MailComposer from "nodemailer/lib/mail-composer/index.js";

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

/** RFC 5322 bytes, text and HTML side by side, marked as automatic (RFC 3834 §5). */
export function messageBytes(message: OutgoingMessage): Promise<Buffer> {
  const { from, to, subject, text, html, messageId, date } = message;
  const composer = new MailComposer({
    from,
    to: { name: "", address: to },
    subject,
    text,
    html,
    messageId,
    date,
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

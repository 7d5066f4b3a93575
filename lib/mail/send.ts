import "server-only";
import { isExampleAddress } from "@/lib/accounts/email-address";
import { appSecret, env } from "@/lib/env/env";
import type { MailParams, MailTemplate } from "@/lib/notifications/templates/catalogue";
import { letterHtml, letterText } from "@/lib/notifications/templates/letter";
import { letterOf } from "@/lib/notifications/templates/letters";
import { encryptTo } from "@/lib/pgp/encrypt";
import { log } from "@/lib/request/log";
import { lookupHash } from "@/lib/vault/lookup";
import { encryptedMessageBytes, messageBytes, type OutgoingMessage } from "./message";
import { notTaken } from "./not-taken";
import type { Prepared } from "./prepare";
import type { MailTransport } from "./transport";

/** Writes a prepared mail and hands it to the transport. @throws NotTaken */
export async function send(transport: MailTransport, mailId: string, mail: Prepared): Promise<void> {
  const { APP_URL, DEMO } = env();
  if (DEMO && !isExampleAddress(mail.to)) {
    log.warn({ template: mail.template }, "mail withheld: the demonstration writes to example addresses only");
    return;
  }
  // Derived, because a row's id stays inside.
  const handle = lookupHash(appSecret(), "message-id", mailId).toString("hex").slice(0, 32);
  const { hostname } = new URL(APP_URL);
  const { thread } = mail;
  const written = <T extends MailTemplate>(template: T, params: MailParams[T]): OutgoingMessage => {
    const letter = letterOf(template, params, APP_URL);
    return {
      from: mail.from,
      to: mail.to,
      subject: letter.subject,
      text: letterText(letter),
      html: letterHtml(letter),
      messageId: `<${handle}@${hostname}>`,
      date: mail.createdAt,
      replyTo: thread.replyTo,
      references: thread.references,
      answers: thread.answers,
      list: listOf(mail.params, hostname, mail.guest ? null : `${APP_URL}/account/notifications`),
    };
  };
  const bytes = await sealedOrNotice(mail, written);
  const time = mail.createdAt.toISOString().replaceAll(":", "-");
  const fileName = `${time}-${mail.template}-${handle.slice(0, 8)}.eml`;
  const from = thread.envelopeFrom ?? mail.from.address;
  await transport.send({ from, to: mail.to, bytes, fileName }).catch((error: unknown) => {
    throw notTaken(error);
  });
}

/** Mails about one report are one list to a mailbox; its reference says nothing about it. */
function listOf(params: MailParams[MailTemplate], hostname: string, settings: string | null) {
  return "reference" in params ? { id: `${params.reference.toLowerCase()}.reports.${hostname}`, settings } : undefined;
}

type Write = <T extends MailTemplate>(template: T, params: MailParams[T]) => OutgoingMessage;

/** Never what the mail says without the encryption that its reader asked for (security.md C42). */
async function sealedOrNotice(mail: Prepared, written: Write): Promise<Buffer> {
  const { key, now } = mail;
  if (key === null) return messageBytes(written(mail.template, mail.params));
  try {
    const message = written(mail.template, mail.full?.params ?? mail.params);
    return await encryptedMessageBytes(message, (entity) => encryptTo([key], entity, now, mail.full?.signer));
  } catch {
    log.warn({ template: mail.template }, "a mail could not be encrypted; its reader was told only that");
    return messageBytes(written("key_failed", { guest: mail.guest }));
  }
}

import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { mails, policyVersions, reports } from "@/db/schema";
import { isExampleAddress } from "@/lib/accounts/email-address";
import { accountKey } from "@/lib/accounts/key/queries";
import { appSecret, env } from "@/lib/env/env";
import type { MailParams, MailTemplate } from "@/lib/notifications/templates/catalogue";
import { letterHtml, letterText } from "@/lib/notifications/templates/letter";
import { isMailTemplate, letterOf } from "@/lib/notifications/templates/letters";
import type { PrivateKey } from "@/lib/pgp/decrypt";
import { encryptTo } from "@/lib/pgp/encrypt";
import { contactOf } from "@/lib/policy/document";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import { log } from "@/lib/request/log";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { type Thread, threadOf } from "./conversation";
import { fullTextOf } from "./full-text";
import { encryptedMessageBytes, messageBytes, type OutgoingMessage } from "./message";
import { tryFailedAgain, waitingBefore } from "./order";
import { rememberReturned } from "./returned/mutations";
import { addressOfAccount, returnedLookup, returnedSince } from "./returned/queries";
import { hasRoleIn, mayStillRead, reportByReference, stillReadable } from "./still-readable";
import type { MailTransport } from "./transport";
import { TRIED_HOURS } from "./tried";

type Mail = typeof mails.$inferSelect;
type Sender = { name: string; address: string };
type Prepared = {
  template: MailTemplate;
  params: MailParams[MailTemplate];
  to: string;
  from: Sender;
  thread: Thread;
  /** Whoever gave a key gets everything encrypted to it, or nothing but a word that it could not be. */
  key: string | null;
  /** Written to somebody without an account. */
  guest: boolean;
  /** The report whose reporter it is written to. */
  reportId: string | null;
  /** Said only encrypted and signed. */
  full: { params: MailParams[MailTemplate]; signer: PrivateKey } | null;
  createdAt: Date;
  now: Date;
};

/**
 * Sends one promised mail after those before it in its thread, and, where mail was down until now, has what failed
 * meanwhile tried at once instead of when its turn comes. @throws while it is still to be tried again
 */
export async function deliverMail(ctx: Context, transport: MailTransport, mailId: string): Promise<void> {
  for (const id of await waitingBefore(ctx, mailId)) {
    try {
      await deliverOne(ctx, transport, id);
    } catch (error) {
      // What stands before it keeps it back: it has failed with that.
      if (error instanceof NotTaken && (await noteFailure(ctx, mailId, error, null))) return;
      throw error;
    }
  }
  await deliverOne(ctx, transport, mailId);
}

/**
 * Sends one promised mail, at least once and always under the same Message-ID. The access that it
 * presumes is looked at again now: a role that ended since gets nothing. What no server takes becomes a dead letter,
 * at once when it is refused for good, else after three days. @throws while it is still to be tried again
 */
async function deliverOne(ctx: Context, transport: MailTransport, mailId: string): Promise<void> {
  const prepared = await inTransaction(ctx, async (tx) => {
    const [mail] = await tx.db.select().from(mails).where(eq(mails.id, mailId));
    return mail && mail.deliveredAt === null && mail.gaveUpAt === null ? prepare(tx, mail) : null;
  });
  try {
    if (prepared) await send(transport, mailId, prepared);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    if (await noteFailure(ctx, mailId, error, prepared)) return;
    throw error;
  }
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(mails)
      // A guest's address has done its work.
      .set({ deliveredAt: tx.now, addressSealed: null, failure: null })
      .where(and(eq(mails.id, mailId), isNull(mails.deliveredAt), isNull(mails.gaveUpAt), isNull(mails.heldFor)));
    if (prepared) await tryFailedAgain(tx);
  });
}

/** A mail server, or the disk, did not take a mail. Only a code: a server's answer repeats the address. */
class NotTaken extends Error {
  constructor(
    readonly failure: string,
    readonly forGood: boolean,
    /** It is the recipient that is refused, not what is said. */
    readonly nobodyThere: boolean,
  ) {
    super(`the mail transport failed: ${failure}`);
  }
}

function notTaken(error: unknown): NotTaken {
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

/** Remembers that a mail was not taken; whether it is given up. */
async function noteFailure(
  ctx: Context,
  mailId: string,
  { failure, forGood, nobodyThere }: NotTaken,
  prepared: Prepared | null,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const [mail] = await tx.db.select({ createdAt: mails.createdAt }).from(mails).where(eq(mails.id, mailId));
    const over = mail !== undefined && tx.now.getTime() - mail.createdAt.getTime() >= TRIED_HOURS * 3_600_000;
    const givenUp = forGood || over;
    await tx.db
      .update(mails)
      .set({ failedAt: tx.now, failure, ...(givenUp ? { gaveUpAt: tx.now } : {}) })
      .where(eq(mails.id, mailId));
    if (nobodyThere && prepared) await rememberReturned(tx, prepared.to, failure, prepared.reportId);
    if (givenUp) log.error({ failure }, "a mail could not be delivered; it is kept as a dead letter");
    return givenUp;
  });
}

async function send(transport: MailTransport, mailId: string, mail: Prepared): Promise<void> {
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

async function prepare(tx: Transaction, mail: Mail): Promise<Prepared | null> {
  const { template, id, createdAt } = mail;
  if (!isMailTemplate(template)) throw new Error(`mail template ${template} is not known`);
  const opened = openWithRing(ring(), { table: "mails", column: "params_sealed", rowId: id }, mail.paramsSealed);
  const params = await stillReadable(tx, mail, JSON.parse(opened));
  if (params === null) return null;
  const reference = "reference" in params ? params.reference : null;
  if (mail.accountId !== null && reference !== null && !(await mayStillRead(tx, mail.accountId, template, reference))) {
    return null;
  }
  if (mail.accountId !== null && "programSlug" in params && template === "policy_news") {
    if (!(await hasRoleIn(tx, mail.accountId, params.programSlug))) return null;
  }
  const to = await addressOf(tx, mail);
  if (to === null) return null;
  if (!PROVES.has(template) && !wakes(template, params) && (await returnedSince(tx, to)) !== null) {
    await tx.db
      .update(mails)
      .set({ heldFor: returnedLookup(to) })
      .where(eq(mails.id, id));
    return null;
  }
  const key = await keyFor(tx, mail, reference);
  const from = await senderFor(tx, reference);
  const report = reference !== null && template.startsWith("report_") ? await reportByReference(tx, reference) : null;
  const thread = await threadOf(tx, mail, report, from.address);
  const toReporter = report !== null && report.reporterId === mail.accountId;
  const tells = template === "report_news" && "what" in params && ["message", "question"].includes(params.what);
  const full = key !== null && toReporter && tells ? await fullTextOf(tx, mail, report) : null;
  return {
    template,
    params: { ...params, ...thread.params },
    thread,
    to,
    key,
    guest: mail.accountId === null,
    reportId: toReporter ? report.id : null,
    full: full && { signer: full.signer, params: { ...params, ...thread.params, text: full.text } },
    createdAt,
    now: tx.now,
    from,
  };
}

/** What shows that an address works again; asked for by whoever reads it. */
const PROVES: ReadonlySet<MailTemplate> = new Set(["verify_email", "reset_password", "on_call_test"]);

/** An urgent notice is tried wherever it might wake somebody. */
const wakes = (template: MailTemplate, params: MailParams[MailTemplate]) =>
  template === "staff_news" && "what" in params && params.what === "urgent";

/** The key of this one mail, else the one given with the report it is about, else the one of the account. */
async function keyFor(tx: Transaction, mail: Mail, reference: string | null): Promise<string | null> {
  if (mail.keySealed !== null) {
    return openWithRing(ring(), { table: "mails", column: "key_sealed", rowId: mail.id }, mail.keySealed);
  }
  if (reference !== null && mail.template.startsWith("report_")) {
    const report = await reportByReference(tx, reference);
    // A co-finder hears of the same report, and has another key.
    const given = report && report.reporterId === mail.accountId ? (await contactOfReporter(tx, report)).pgpKey : null;
    if (given !== null) return given;
  }
  return mail.accountId === null ? null : accountKey(tx, mail.accountId);
}

async function addressOf(tx: Transaction, mail: Mail): Promise<string | null> {
  if (mail.accountId === null) {
    const place = { table: "mails", column: "address_sealed", rowId: mail.id };
    return mail.addressSealed === null ? null : openWithRing(ring(), place, mail.addressSealed);
  }
  return addressOfAccount(tx, mail.accountId);
}

/** The program's own address, or the portal's. The demonstration answers from nowhere real either. */
async function senderFor(tx: Transaction, reference: string | null): Promise<Sender> {
  const { APP_URL, DEMO } = env();
  const portal = { name: "Safe Harbour", address: `no-reply@${DEMO ? "portal.example" : new URL(APP_URL).hostname}` };
  if (reference === null) return portal;
  const [row] = await tx.db
    .select({ document: policyVersions.document })
    .from(reports)
    .innerJoin(
      policyVersions,
      and(eq(policyVersions.programId, reports.programId), eq(policyVersions.status, "published")),
    )
    .where(eq(reports.reference, reference));
  if (!row) return portal;
  const name = row.document.organisation.tradeName;
  const email = contactOf(row.document)?.email ?? null;
  return { name, address: email !== null && (!DEMO || isExampleAddress(email)) ? email : portal.address };
}

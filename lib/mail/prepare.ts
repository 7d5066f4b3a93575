import "server-only";
import { and, eq } from "drizzle-orm";
import { mails, policyVersions, reports } from "@/db/schema";
import { isExampleAddress } from "@/lib/accounts/email-address";
import { accountKey } from "@/lib/accounts/key/queries";
import { env } from "@/lib/env/env";
import type { MailParams, MailTemplate } from "@/lib/notifications/templates/catalogue";
import { isMailTemplate } from "@/lib/notifications/templates/letters";
import type { PrivateKey } from "@/lib/pgp/decrypt";
import { contactOf } from "@/lib/policy/document";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { type Thread, threadOf } from "./conversation";
import { fullTextOf } from "./full-text";
import { addressOfAccount, returnedLookup, returnedSince } from "./returned/queries";
import { hasRoleIn, mayStillRead, reportByReference, stillReadable } from "./still-readable";

type Mail = typeof mails.$inferSelect;
type Sender = { name: string; address: string };
/** A mail as it may leave at this moment. */
export type Prepared = {
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

/** What a mail says now, to whom and from whom; null when its reader may no longer know of it, or cannot be reached. */
export async function prepare(tx: Transaction, mail: Mail): Promise<Prepared | null> {
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
  const moments = template === "report_news" ? momentsOf(params as MailParams["report_news"], createdAt) : [];
  const full = key !== null && toReporter && moments.length > 0 ? await fullTextOf(tx, moments, report) : null;
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

/** When what the team wrote was to be mailed; nothing for a change of the status. */
function momentsOf({ what, told }: MailParams["report_news"], createdAt: Date): Date[] {
  const events = told ?? [{ what, at: createdAt.toISOString() }];
  return events.flatMap((event) => (["message", "question"].includes(event.what) ? [new Date(event.at)] : []));
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

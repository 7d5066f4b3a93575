import "server-only";
import { and, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import { accounts, incomingMails, memberships, reports } from "@/db/schema";
import { accountKey } from "@/lib/accounts/key/queries";
import { emailLookup } from "@/lib/accounts/records";
import { can } from "@/lib/auth/policy";
import { appSecret, env } from "@/lib/env/env";
import { forbidden, PortalError } from "@/lib/errors";
import { judgeSignature, type SignatureStanding } from "@/lib/pgp/signature";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import { referencesIn } from "@/lib/reports/reference";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealJson } from "@/lib/vault/seal";
import { readRecipient, type Tag } from "../addresses";
import { authenticityOf, type DNSResolver } from "../authenticity";
import { mailboxes } from "../mailboxes/queries";
import { type ReadMail, readMail } from "../read";
import { keyOfMail, mailPlace, openEnvelope, summaryOf } from "../sealed";
import { judgeMail, type Known, type Verdict } from "../verdict";
import { becomeMessage } from "./become-message";
import { becomeReport } from "./become-report";
import { type IncomingMail, lockMail, lookupsOf, rawOf, settle } from "./load";
import { openedMail } from "./open-encrypted";
import { markReturned } from "./returned";
import { type Held, personOf } from "./token";

/** Minutes in which the names of a signature are asked for again before the mail counts as unproven. */
const ASK_NAMES_MINUTES = 60;

/** The names of the sender's domain do not answer: another try may. */
export class NamesAway extends Error {}

/**
 * Judges a stored mail and does what the rule says. Run twice, or stopped anywhere, it ends in one report, one message or
 * one mail that waits. @throws NamesAway for a while, when the sender's domain cannot be asked.
 */
export async function judgeStoredMail(ctx: Context, mailId: string, resolver?: DNSResolver): Promise<Verdict | null> {
  if (!can(ctx.actor, "mail.receive", null)) throw forbidden("Only the portal itself can do this.");
  const found = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select()
      .from(incomingMails)
      .where(and(eq(incomingMails.id, mailId), eq(incomingMails.state, "stored")));
    return row ? { row, now: tx.now } : null;
  });
  if (found === null) return null;
  const { row, now } = found;
  const raw = rawOf(row);
  const came = await readMail(raw);
  const authenticity = came?.from ? await authenticityOf(raw, came.from.address, resolver) : "not_verified";
  if (authenticity === "unknown" && now.getTime() - row.receivedAt.getTime() < ASK_NAMES_MINUTES * 60_000) {
    throw new NamesAway("the names of a sender's domain cannot be asked for now");
  }
  const verified = authenticity === "verified";
  const facts = await inTransaction(ctx, (tx) => factsOf(tx, row, came, verified));
  const { read } = facts;
  const verdict = await judgedWithin(ctx, read, facts.known);
  if (verdict.kind === "report" && read) {
    const stillNew = async (tx: Transaction) => !(await isDuplicate(tx, row, read, verified));
    const change = async () => writtenOf(row, read, facts);
    const made = await becomeReport(ctx, row, read, { from: "stored", verified, stillNew, change });
    return made ? verdict : endLate(ctx, row, read, facts);
  }
  if (verdict.kind === "reply" && read && facts.held) return replyOr(ctx, row, read, facts, facts.held);
  await inTransaction(ctx, async (tx) => {
    if ((await lockMail(tx, row.id, "stored")) === null) return;
    await settle(tx, row.id, { ...writtenOf(row, read, facts), ...stateOf(verdict), judgedAt: tx.now });
    if (verdict.kind === "ended" && verdict.reason === "bounce" && read)
      await markReturned(tx, read, tagsOf(row, read));
  });
  return verdict;
}

type Facts = {
  /** With what was encrypted opened, where its program allows that. */
  read: ReadMail | null;
  known: Known;
  held: Held | null;
  names: string | null;
  signature: SignatureStanding | null;
};

/** What is stored of a mail once it is judged: for the desk, and to know another copy of it. */
function writtenOf(row: IncomingMail, read: ReadMail | null, { known, names, signature }: Facts) {
  const summary = sealJson(keyOfMail(ring(), row), mailPlace(row.id, "summary"), summaryOf(read, names, signature));
  return { summarySealed: summary, verified: known.verified, ...lookupsOf(row.programId, read) };
}

function stateOf(verdict: Verdict) {
  if (verdict.kind === "ended") return { state: "ended" as const, reason: verdict.reason };
  return { state: "quarantined" as const, reason: verdict.kind === "waits" ? verdict.reason : ("unreadable" as const) };
}

/** A report of a proven sender counts against what one sender may send unseen. */
async function judgedWithin(ctx: Context, read: ReadMail | null, known: Known): Promise<Verdict> {
  const verdict = judgeMail(read, known);
  if (verdict.kind !== "report" || !read?.from) return verdict;
  try {
    await takePoint(ctx.db, "mailed-report:sender", read.from.address);
    return verdict;
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "RATE_LIMITED") throw error;
    return judgeMail(read, { ...known, tooMany: true });
  }
}

/** Another copy was faster, or somebody settled this one. */
async function endLate(ctx: Context, row: IncomingMail, read: ReadMail, facts: Facts): Promise<Verdict | null> {
  return inTransaction(ctx, async (tx) => {
    if ((await lockMail(tx, row.id, "stored")) === null) return null;
    const verdict = { kind: "ended", reason: "duplicate" } as const;
    await settle(tx, row.id, { ...writtenOf(row, read, facts), ...stateOf(verdict), judgedAt: tx.now });
    return verdict;
  });
}

/** The reply, or, where its person may not write there any more, a mail that waits. */
async function replyOr(ctx: Context, row: IncomingMail, read: ReadMail, facts: Facts, held: Held): Promise<Verdict> {
  try {
    await becomeMessage(ctx, row, read, held, () => writtenOf(row, read, facts));
    return { kind: "reply" };
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    await inTransaction(ctx, async (tx) => {
      if ((await lockMail(tx, row.id, "stored")) === null) return;
      const waits = { state: "quarantined", reason: "closed_to_replies", judgedAt: tx.now } as const;
      await settle(tx, row.id, { ...writtenOf(row, read, facts), ...waits });
    });
    return { kind: "waits", reason: "closed_to_replies" };
  }
}

/** The tags in every address that the mail was sent to. */
function tagsOf(row: IncomingMail, read: ReadMail | null): Tag[] {
  const { to } = openEnvelope(keyOfMail(ring(), row), row);
  return [...to, ...(read?.recipients ?? [])].flatMap((address) => readRecipient(address)?.tag ?? []);
}

async function factsOf(tx: Transaction, row: IncomingMail, came: ReadMail | null, verified: boolean): Promise<Facts> {
  const envelope = openEnvelope(keyOfMail(ring(), row), row);
  const reply = tagsOf(row, came).find(({ purpose }) => purpose === "reply");
  const held = reply ? await personOf(tx, reply.token, row.programId) : null;
  const keys = came ? await keysOf(tx, came, held) : [];
  const opened = came ? await openedMail(tx, row.programId, came, keys) : null;
  const read = opened?.read ?? null;
  const beside = read?.signed ? await judgeSignature(read.signed, keys, tx.now) : null;
  const hostname = new URL(env().APP_URL).hostname;
  const ours = [...(await mailboxes(tx.db)).map(({ address }) => address), `no-reply@${hostname}`];
  const names = read ? await namedReport(tx, row.programId, read.subject) : null;
  const own = new RegExp(`^<[0-9a-f]{32}@${hostname.replaceAll(".", "\\.")}>$`);
  return {
    held,
    names,
    read,
    signature: opened?.signature ?? beside,
    known: {
      envelopeFrom: envelope.from,
      verified,
      reply: !reply ? null : held ? { standing: "valid", person: held.address } : { standing: "not_valid" },
      ours,
      fromStaff: read?.from ? await isOfTeam(tx, row.programId, read.from.address) : false,
      duplicate: read ? await isDuplicate(tx, row, read, verified) : false,
      namesReport: names !== null || (read?.answers ?? []).some((id) => own.test(id)),
      tooMany: false,
    },
  };
}

/** The keys that we know of whoever a mail says it is from; one that comes with the mail proves nothing. */
async function keysOf(tx: Transaction, { from }: ReadMail, held: Held | null): Promise<string[]> {
  const keys: (string | null)[] = [];
  if (from !== null) {
    const [account] = await tx.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(
        and(
          eq(accounts.emailLookup, emailLookup(appSecret(), from.address)),
          // Whoever opened an account with somebody else's address gave a key of their own.
          isNotNull(accounts.emailConfirmedAt),
        ),
      );
    if (account) keys.push(await accountKey(tx, account.id));
  }
  if (held !== null && held.address === from?.address) {
    const [report] = await tx.db.select().from(reports).where(eq(reports.id, held.reportId));
    if (report) keys.push((await contactOfReporter(tx, report)).pgpKey);
  }
  return [...new Set(keys.filter((key) => key !== null))];
}

async function namedReport(tx: Transaction, programId: string, subject: string): Promise<string | null> {
  const named = referencesIn(subject).slice(0, 5);
  if (named.length === 0) return null;
  const [report] = await tx.db
    .select({ reference: reports.reference })
    .from(reports)
    .where(and(eq(reports.programId, programId), inArray(reports.reference, named)))
    .limit(1);
  return report?.reference ?? null;
}

async function isOfTeam(tx: Transaction, programId: string, address: string): Promise<boolean> {
  const [member] = await tx.db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        eq(memberships.programId, programId),
        isNull(memberships.endedAt),
        eq(accounts.emailLookup, emailLookup(appSecret(), address)),
      ),
    )
    .limit(1);
  return member !== undefined;
}

/**
 * Whether another mail that says the same was judged before. The lock makes two copies that are judged at once wait for
 * each other. A mail that staff discarded does not count, so that it can be sent again; nor does an unproven one against a
 * proven one, so that nobody's forgery comes before the original.
 */
async function isDuplicate(tx: Transaction, row: IncomingMail, read: ReadMail, verified: boolean): Promise<boolean> {
  const { messageIdLookup, contentLookup } = lookupsOf(row.programId, read);
  if (contentLookup === null) return false;
  // A reply may say "any news?" twice; only the same mail is the same. A report that says the same is.
  const replies = read.recipients.some((address) => readRecipient(address)?.tag?.purpose === "reply");
  const same = and(
    eq(incomingMails.programId, row.programId),
    eq(incomingMails.contentLookup, contentLookup),
    verified ? eq(incomingMails.verified, true) : undefined,
    replies && messageIdLookup ? eq(incomingMails.messageIdLookup, messageIdLookup) : undefined,
  );
  return pastRowSecurity(tx, async () => {
    // Both copies would look before either is written.
    await tx.db.execute(
      sql`select pg_advisory_xact_lock(${contentLookup.readInt32BE(0)}, ${contentLookup.readInt32BE(4)})`,
    );
    const [other] = await tx.db
      .select({ id: incomingMails.id })
      .from(incomingMails)
      .where(
        and(
          same,
          ne(incomingMails.id, row.id),
          inArray(incomingMails.state, ["report", "message", "quarantined", "noted"]),
        ),
      )
      .limit(1);
    return other !== undefined;
  });
}

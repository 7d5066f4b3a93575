import "server-only";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, invalid, PortalError } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { applyNote } from "@/lib/threads/mutations";
import { ring } from "@/lib/vault/ring";
import { sealText } from "@/lib/vault/seal";
import { loadMail } from "../queries";
import { type ReadMail, readMail } from "../read";
import { keyOfMail, mailPlace, openSummary } from "../sealed";
import { OPEN_STATES } from "../vocabulary";
import { becomeReport } from "./become-report";
import { type IncomingMail, lockMail, rawOf, settle } from "./load";
import { openedMail } from "./open-encrypted";

const SETTLED = "Somebody settled this mail meanwhile. Look at it again first.";

/**
 * Makes a mail that waits, or that ended by itself, a report: received when the mail was. Its sender stays unproven unless a
 * signature said otherwise. Errors: NOT_FOUND, CONFLICT when somebody was faster.
 */
export async function acceptAsReport(
  ctx: Context,
  publicId: string,
  { version }: { version: number },
): Promise<{ reference: string }> {
  const row = await inTransaction(ctx, (tx) => openMail(tx, publicId, version));
  const raw = rawOf(row);
  const came = (await readMail(raw)) ?? unreadable(raw);
  const { read } = await inTransaction(ctx, (tx) => openedMail(tx, row.programId, came, []));
  const made = await becomeReport(ctx, row, read, {
    from: row.state,
    verified: row.verified === true,
    change: async (tx) => {
      const by = { ...tx, actor: ctx.actor };
      await recordProgramEvent(by, row.programId, { type: "mail.settled", mail: row.publicId, as: "report" });
      return { settledBy: accountOf(ctx.actor), settledAt: tx.now, version: row.version + 1 };
    },
  });
  if (made === null) throw conflict(SETTLED);
  return made;
}

/** Stands for a mail that cannot be taken apart: whatever it holds is in the file. */
function unreadable(raw: Buffer): ReadMail {
  return {
    messageId: null,
    answers: [],
    from: null,
    recipients: [],
    subject: "Mail that could not be read",
    text: "This mail could not be taken apart. It is in the file mail.eml, as it came.",
    encrypted: null,
    files: [{ name: "mail.eml", content: raw }],
    signed: null,
    signals: { autoSubmitted: null, autoReply: false, bulk: false, report: false, hops: 0, ours: false },
    failure: null,
  };
}

/**
 * Puts a mail with a report as an internal note: the team reads what it says, and it is nobody's word in the thread.
 * Errors: NOT_FOUND, INVALID (no such report of its program), CONFLICT.
 */
export async function putWithReport(
  ctx: Context,
  publicId: string,
  { reference, version }: { reference: string; version: number },
): Promise<{ reference: string }> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockOpen(tx, publicId, version);
    const report = await reportFor(tx, row, reference);
    await applyNote(tx, report, noteOf(row));
    await recordProgramEvent(tx, row.programId, { type: "mail.settled", mail: row.publicId, as: "note" });
    await settle(tx, row.id, { ...settled(tx, row), state: "noted", reportId: report.id });
    return { reference };
  });
}

/** The report, when it is of the mail's program and the actor writes notes there; else there is none. */
async function reportFor(tx: Transaction, mail: IncomingMail, reference: string) {
  const none = invalid("There is a problem", { reference: ["There is no such report of this program"] });
  const { row } = await loadReport(tx, reference).catch((error: unknown) => {
    throw error instanceof PortalError && error.code === "NOT_FOUND" ? none : error;
  });
  if (row.programId !== mail.programId || !can(tx.actor, "report.note", row)) throw none;
  return row;
}

/** Characters of a note. */
const NOTE_MAX = 19_000;

function noteOf(row: IncomingMail): string {
  const { from, subject, text, encrypted, files } = openSummary(keyOfMail(ring(), row), row);
  const said = encrypted ?? text;
  const body = [...said].slice(0, NOTE_MAX).join("");
  const list = files.map(({ name }) => name).join(", ");
  return [
    `Mail put here by staff; ${row.verified ? "its sender was verified" : "its sender was not verified"}.`,
    `From ${from?.address ?? "nobody named"}, “${subject.slice(0, 200)}”${list ? `, with ${list}` : ""}.`,
    `\`\`\`\`\n${body.replaceAll("````", "``` `")}\n\`\`\`\``,
    `The whole mail: /staff/mail/${row.publicId}`,
  ].join("\n\n");
}

/** Puts a mail away, with the reason. It is kept, and can still be settled otherwise. Errors: NOT_FOUND, CONFLICT. */
export async function discardMail(
  ctx: Context,
  publicId: string,
  { reason, version }: { reason: string; version: number },
): Promise<{ discarded: true }> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockOpen(tx, publicId, version);
    const noteSealed = sealText(keyOfMail(ring(), row), mailPlace(row.id, "note"), reason);
    await recordProgramEvent(tx, row.programId, { type: "mail.settled", mail: row.publicId, as: "discarded" });
    await settle(tx, row.id, { ...settled(tx, row), state: "discarded", noteSealed });
    return { discarded: true };
  });
}

function settled(tx: Transaction, row: IncomingMail) {
  return { settledBy: accountOf(tx.actor), settledAt: tx.now, version: row.version + 1 };
}

async function openMail(tx: Transaction, publicId: string, version: number): Promise<IncomingMail> {
  const row = await loadMail(tx, publicId);
  if (row.version !== version || !OPEN_STATES.includes(row.state)) throw conflict(SETTLED);
  return row;
}

async function lockOpen(tx: Transaction, publicId: string, version: number): Promise<IncomingMail> {
  const row = await openMail(tx, publicId, version);
  const locked = await lockMail(tx, row.id, row.state);
  if (locked === null || locked.version !== version) throw conflict(SETTLED);
  return locked;
}

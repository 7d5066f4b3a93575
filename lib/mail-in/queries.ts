import "server-only";
import { and, asc, desc, eq, gt, inArray, lt, or } from "drizzle-orm";
import { incomingMails, policyVersions, programs, reports } from "@/db/schema";
import { can, isStaffOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { decodeCursor, encodeCursor } from "@/lib/triage/cursor";
import { ring } from "@/lib/vault/ring";
import { openText } from "@/lib/vault/seal";
import { type IncomingMail, rawOf } from "./mutations/load";
import { keyOfMail, mailPlace, openSummary } from "./sealed";
import type { MailPage, MailRow, SignedMail, StaffMail } from "./types";
import { type MailState, SETTLEABLE } from "./vocabulary";

export const MAIL_PAGE = 50;

const LISTS: Record<"waiting" | "others", MailState[]> = {
  waiting: ["quarantined"],
  others: ["ended", "noted", "discarded"],
};

const COLUMNS = {
  id: incomingMails.id,
  publicId: incomingMails.publicId,
  programId: incomingMails.programId,
  state: incomingMails.state,
  reason: incomingMails.reason,
  dataKey: incomingMails.dataKey,
  summarySealed: incomingMails.summarySealed,
  receivedAt: incomingMails.receivedAt,
};

/** One page of a program's mail: what waits, oldest first, or what ended by itself and was settled, newest first. NOT_FOUND without the role. */
export async function listMails(
  ctx: Context,
  input: { programSlug?: string | undefined; list: "waiting" | "others"; after?: string | undefined },
): Promise<MailPage> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const program = ctx.actor.memberships.find(
    (one) => can(ctx.actor, "mail.settle", one) && (!input.programSlug || one.programSlug === input.programSlug),
  );
  if (!program) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const waiting = input.list === "waiting";
    const [beyond, order] = waiting ? [gt, asc] : [lt, desc];
    const cursor = decodeCursor(input.after);
    const bounds = cursor
      ? or(
          beyond(incomingMails.receivedAt, cursor.at),
          and(eq(incomingMails.receivedAt, cursor.at), beyond(incomingMails.id, cursor.id)),
        )
      : undefined;
    const rows = await tx.db
      .select(COLUMNS)
      .from(incomingMails)
      .where(
        and(eq(incomingMails.programId, program.programId), inArray(incomingMails.state, LISTS[input.list]), bounds),
      )
      .orderBy(order(incomingMails.receivedAt), order(incomingMails.id))
      .limit(MAIL_PAGE + 1);
    const page = rows.slice(0, MAIL_PAGE);
    const last = page.at(-1);
    return {
      ...(await namedProgram(tx, program.programId)),
      rows: page.map(rowView),
      next: last && rows.length > MAIL_PAGE ? encodeCursor({ at: last.receivedAt, id: last.id }) : null,
    };
  });
}

type Listed = Pick<IncomingMail, keyof typeof COLUMNS>;

function rowView(row: Listed): MailRow {
  const summary = openSummary(keyOfMail(ring(), row), row);
  return {
    publicId: row.publicId,
    from: summary.from?.address ?? "Nobody named",
    subject: summary.subject.trim() || "(no subject)",
    state: row.state,
    reason: row.reason,
    receivedAt: row.receivedAt.toISOString(),
  };
}

async function namedProgram(tx: Transaction, programId: string) {
  const [row] = await tx.db
    .select({ slug: programs.slug, document: policyVersions.document })
    .from(programs)
    .leftJoin(policyVersions, and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published")))
    .where(eq(programs.id, programId));
  return {
    programName: row?.document?.organisation.tradeName ?? row?.slug ?? "",
    zone: row?.document?.calendar.zone ?? "UTC",
  };
}

/** The mail for somebody who may settle it, locked when it is about to be. NOT_FOUND. */
export async function loadMail(tx: Transaction, publicId: string): Promise<IncomingMail> {
  const [row] = await tx.db.select().from(incomingMails).where(eq(incomingMails.publicId, publicId));
  if (!row || !can(tx.actor, "mail.settle", row) || !SETTLEABLE.includes(row.state)) throw notFound();
  return row;
}

/** One mail for the desk, as text alone: nothing of it is fetched, rendered or run. */
export async function staffMail(ctx: Context, publicId: string): Promise<StaffMail> {
  return inTransaction(ctx, async (tx) => {
    const row = await loadMail(tx, publicId);
    const key = keyOfMail(ring(), row);
    const summary = openSummary(key, row);
    const named = summary.from?.name ? `${summary.from.name} <${summary.from.address}>` : null;
    return {
      ...rowView(row),
      ...(await namedProgram(tx, row.programId)),
      ...(named ? { from: named } : {}),
      version: row.version,
      verified: row.verified === true,
      size: row.size,
      text: summary.text,
      encrypted: summary.encrypted,
      files: summary.files,
      names: summary.names,
      signature: summary.signature,
      note: row.noteSealed === null ? null : openText(key, mailPlace(row.id, "note"), row.noteSealed),
    };
  });
}

/** The bytes of a mail, for somebody who may settle it. NOT_FOUND. */
export function mailBytes(ctx: Context, publicId: string): Promise<Buffer> {
  return inTransaction(ctx, async (tx) => rawOf(await loadMail(tx, publicId)));
}

const BECAME: Partial<Record<MailState, SignedMail["as"]>> = { report: "report", message: "message", noted: "note" };

/** The signed mails of a report, oldest first, for its team. NOT_FOUND. */
export async function signedMailsOf(ctx: Context, reference: string): Promise<SignedMail[]> {
  return inTransaction(ctx, async (tx) => {
    const [report] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (!report || !isStaffOf(tx.actor, report)) throw notFound();
    const rows = await pastRowSecurity(tx, () =>
      tx.db
        .select(COLUMNS)
        .from(incomingMails)
        .where(eq(incomingMails.reportId, report.id))
        .orderBy(asc(incomingMails.receivedAt), asc(incomingMails.id))
        .limit(MAIL_PAGE),
    );
    return rows.flatMap((row) => {
      const { signature } = openSummary(keyOfMail(ring(), row), row);
      const as = BECAME[row.state];
      return signature === null || as === undefined
        ? []
        : [{ receivedAt: row.receivedAt.toISOString(), as, signature }];
    });
  });
}

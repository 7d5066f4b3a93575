import "server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { messages, messageVersions, readMarks, replyDrafts, reports } from "@/db/schema";
import type { AttachmentView } from "@/lib/attachments/types";
import { accountOf, can, type ReportSubject } from "@/lib/auth/policy";
import type { Audience } from "@/lib/ledger/sentence";
import { CHANNEL, signalText } from "@/lib/live/change";
import { renderMarkdown } from "@/lib/policy/markdown";
import { messagePlace, noteKeyOwner, replyDraftPlace, versionPlace, withholdingPlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { type DataKey, openText, unwrapKey } from "@/lib/vault/seal";
import { quotation } from "./quotation";
import { renderedOnce } from "./rendered";
import type { SavedDraft, ThreadMessage, ThreadPage } from "./types";

/** Messages of a thread shown at once. */
export const THREAD_PAGE = 50;

type Row = typeof messages.$inferSelect;
type ReportRow = typeof reports.$inferSelect;

/** Which part of a thread: the newest, the page before a message, or the one on which a message stands. */
export type ThreadPlace = {
  before?: string | undefined;
  at?: string | undefined;
  /** A message that is to be quoted, and one that is to be changed. */
  quote?: string | undefined;
  edit?: string | undefined;
};

/** A page of the messages of a report that the caller has already judged readable. */
export async function readThread(
  tx: Transaction,
  input: {
    report: ReportRow;
    key: DataKey;
    audience: Audience;
    readAt: string | null;
    /** Of the report; each stands with its message. */
    files: readonly AttachmentView[];
  } & ThreadPlace,
): Promise<ThreadPage> {
  const { report, key, audience } = input;
  const place = sql`(${messages.shownAt}, ${messages.id})`;
  const of = (publicId: string) =>
    sql`(select b.shown_at, b.id from ${messages} b where b.report_id = ${report.id} and b.public_id = ${publicId})`;
  const within = input.before
    ? sql`${place} < ${of(input.before)}`
    : input.at
      ? sql`${place} <= coalesce(${lastBeside(report.id, input.at)}, ('infinity'::timestamptz, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))`
      : undefined;
  const rows = await tx.db
    .select()
    .from(messages)
    .where(and(eq(messages.reportId, report.id), within))
    .orderBy(desc(messages.shownAt), desc(messages.id))
    .limit(THREAD_PAGE + 1);
  const shown = rows.slice(0, THREAD_PAGE).reverse();
  const versions = await earlierVersions(tx, shown);
  return {
    moreMessages: rows.length > THREAD_PAGE,
    newerMessages: within !== undefined && (await isFollowed(tx, report.id, shown.at(-1))),
    readAt: input.readAt === null ? null : new Date(input.readAt).toISOString(),
    quoted: input.quote ? quotation((await textOf(tx, report.id, key, input.quote))?.text ?? "") : "",
    editing: input.edit ? editingOf(tx, audience, await textOf(tx, report.id, key, input.edit)) : null,
    messages: shown.map((row) => viewOf(tx, row, { ...input, versions: versions.get(row.id) ?? [] })),
  };
}

/** Half a page after the message that a link leads to, so that it stands in the middle of its page; null near the end. */
function lastBeside(reportId: string, publicId: string) {
  return sql`(select (n.shown_at, n.id) from ${messages} n, ${messages} m
    where m.report_id = ${reportId} and m.public_id = ${publicId}
      and n.report_id = m.report_id and (n.shown_at, n.id) >= (m.shown_at, m.id)
    order by n.shown_at, n.id offset ${THREAD_PAGE / 2} limit 1)`;
}

async function isFollowed(tx: Transaction, reportId: string, last: Row | undefined): Promise<boolean> {
  if (!last) return false;
  const [next] = await tx.db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.reportId, reportId),
        sql`(${messages.shownAt}, ${messages.id}) > (${last.shownAt.toISOString()}::timestamptz, ${last.id}::uuid)`,
      ),
    )
    .limit(1);
  return next !== undefined;
}

type Version = typeof messageVersions.$inferSelect;

async function earlierVersions(tx: Transaction, shown: readonly Row[]): Promise<Map<string, Version[]>> {
  const edited = shown.filter(({ editedAt }) => editedAt !== null).map(({ id }) => id);
  const versions = new Map<string, Version[]>();
  if (edited.length === 0) return versions;
  const rows = await tx.db
    .select()
    .from(messageVersions)
    .where(inArray(messageVersions.messageId, edited))
    .orderBy(asc(messageVersions.writtenAt));
  for (const row of rows) versions.set(row.messageId, [...(versions.get(row.messageId) ?? []), row]);
  return versions;
}

function viewOf(
  tx: Transaction,
  row: Row,
  input: {
    report: ReportRow;
    key: DataKey;
    audience: Audience;
    readAt: string | null;
    files: readonly AttachmentView[];
    versions: readonly Version[];
  },
): ThreadMessage {
  const { report, key, audience } = input;
  const own = row.side === audience;
  const mine = isMine(tx, row, audience);
  const text = () => openText(key, messagePlace(report.id, row.id), row.bodySealed);
  const changedAt = row.editedAt ?? row.shownAt;
  const read = input.readAt === null ? 0 : Date.parse(input.readAt);
  return {
    id: row.publicId,
    side: row.side,
    from: speaker(row.side, row.authorRole, audience),
    html:
      row.redactedAt === null
        ? renderedOnce(key, report.id, versionOf(row), () => renderMarkdown(text(), "report"))
        : "",
    files: input.files.filter(({ cameWith }) => cameWith?.kind === "message" && cameWith.id === row.publicId),
    sentAt: row.sentAt.toISOString(),
    unread: !own && changedAt.getTime() > read,
    delivery: own ? deliveryOf(row, audience === "staff" ? report.reporterSeenAt : report.staffSeenAt, tx.now) : null,
    mine,
    editedAt: row.redactedAt === null ? (row.editedAt?.toISOString() ?? null) : null,
    versions: input.versions.map(({ id, bodySealed, writtenAt }) => ({
      html: renderedOnce(key, report.id, id, () =>
        renderMarkdown(openText(key, versionPlace(report.id, id), bodySealed), "report"),
      ),
      at: writtenAt.toISOString(),
    })),
    withheld: row.redactedAt === null ? null : { at: row.redactedAt.toISOString(), reason: reasonOf(row, key) },
    mayEdit: mine && mayChange(row),
    mayWithhold: !row.held && row.redactedAt === null && can(tx.actor, "message.redact", { report, mine }),
  };
}

/** A new text under the same id would otherwise find the HTML of the old one. */
const versionOf = ({ id, editedAt }: Row) => (editedAt === null ? id : `${id}@${editedAt.getTime()}`);

const reasonOf = ({ reportId, id, redactionSealed }: Row, key: DataKey) =>
  redactionSealed === null ? "" : openText(key, withholdingPlace(reportId, id), redactionSealed);

/** What belongs to a decision stands as it was said; what is still held is taken back instead. */
export function mayChange(row: Pick<Row, "held" | "move" | "redactedAt">): boolean {
  return !row.held && row.redactedAt === null && (row.move === null || row.move === "give_information");
}

function deliveryOf({ held, shownAt, editedAt }: Row, seenAt: Date | null, now: Date): ThreadMessage["delivery"] {
  if (held) return { state: "held", goesInMs: Math.max(0, shownAt.getTime() - now.getTime()) };
  return seenAt !== null && seenAt >= (editedAt ?? shownAt)
    ? { state: "seen", at: seenAt.toISOString() }
    : { state: "sent" };
}

async function textOf(tx: Transaction, reportId: string, key: DataKey, publicId: string) {
  const [row] = await tx.db
    .select()
    .from(messages)
    .where(and(eq(messages.reportId, reportId), eq(messages.publicId, publicId)));
  if (!row || row.redactedAt !== null) return null;
  return { row, text: openText(key, messagePlace(reportId, row.id), row.bodySealed) };
}

function editingOf(tx: Transaction, audience: Audience, found: { row: Row; text: string } | null) {
  if (found === null || !isMine(tx, found.row, audience) || !mayChange(found.row)) return null;
  return { id: found.row.publicId, text: found.text };
}

const isMine = (tx: Transaction, { side, authorId }: Row, audience: Audience) =>
  side === audience && authorId === accountOf(tx.actor);

function speaker(side: "reporter" | "staff", role: string | null, audience: Audience): string {
  if (side === "reporter") return audience === "reporter" ? "You" : "Reporter";
  if (role === "privacy_officer") return "Privacy officer";
  return role === "coordinator" ? "Security team · Coordination" : "Security team · Triage";
}

/** What the reader has typed into this report's composers and not sent. */
export async function readReplyDrafts(
  tx: Transaction,
  report: Pick<ReportRow, "id" | "noteKey"> & ReportSubject,
  key: DataKey,
): Promise<{ reply: SavedDraft | null; note: SavedDraft | null }> {
  const account = accountOf(tx.actor);
  const rows = await tx.db
    .select()
    .from(replyDrafts)
    .where(
      and(eq(replyDrafts.reportId, report.id), sql`${replyDrafts.accountId} is not distinct from ${account}::uuid`),
    );
  const open = (kind: "reply" | "note"): SavedDraft | null => {
    const row = rows.find((one) => one.kind === kind);
    if (!row) return null;
    if (kind === "note" && !can(tx.actor, "report.note", report)) return null;
    const own = kind === "note" ? unwrapKey(ring(), report.noteKey, noteKeyOwner(report.id)) : key;
    return {
      text: openText(own, replyDraftPlace(report.id, row.id), row.bodySealed),
      savedAt: row.savedAt.toISOString(),
    };
  };
  return { reply: open("reply"), note: open("note") };
}

/** Remembers that the reader has seen what the other side did; writes only when there was something new. */
export async function markRead(
  tx: Transaction,
  row: ReportRow & { readAt: string | null },
  audience: Audience,
  otherSideAt: Date | null,
): Promise<void> {
  if (otherSideAt === null) return;
  if (row.readAt !== null && Date.parse(row.readAt) >= otherSideAt.getTime()) return;
  const account = accountOf(tx.actor);
  await tx.db
    .update(reports)
    .set({
      ...(audience === "staff" ? { staffSeenAt: tx.now } : { reporterSeenAt: tx.now }),
      ...(account === null ? { guestReadAt: tx.now } : {}),
    })
    .where(eq(reports.id, row.id));
  // The other side's page says that it was seen.
  const seen = signalText({ kind: "seen", reportId: row.id, by: account });
  await tx.db.execute(sql`select pg_notify(${CHANNEL}, ${seen})`);
  if (account === null) return;
  await tx.db
    .insert(readMarks)
    .values({ reportId: row.id, accountId: account, readAt: tx.now })
    .onConflictDoUpdate({ target: [readMarks.reportId, readMarks.accountId], set: { readAt: tx.now } });
}

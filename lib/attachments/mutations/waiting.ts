import "server-only";
import { and, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { attachments, reports } from "@/db/schema";
import { accountOf, can, isReporterOf } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { loadDraft } from "@/lib/reports/drafts/queries";
import type { Transaction } from "@/lib/request/transaction";
import { readPlace, type UploadPlace } from "../place";
import { SENT_ALREADY } from "./refused";

type ReportRow = typeof reports.$inferSelect;

/** A place that a file may wait in, for this actor, and what a new file's row says of it. */
export type Waiting = {
  columns: Pick<typeof attachments.$inferInsert, "draftId" | "replyToId" | "replyKind" | "side">;
  /** The files that wait there. */
  files: SQL | undefined;
  /** Only encrypted files are taken. */
  encrypted: boolean;
};

/**
 * The place, its row locked: of two files that come together, one is counted first.
 * Errors: NOT_FOUND, FORBIDDEN, CONFLICT (a draft that was sent).
 */
export async function waitingPlace(tx: Transaction, text: string, lock = true): Promise<Waiting> {
  const place = readPlace(text);
  if (place === null) throw notFound();
  return "draft" in place ? inDraft(tx, place.draft, lock) : inThread(tx, place, lock);
}

async function inDraft(tx: Transaction, publicId: string, lock: boolean): Promise<Waiting> {
  const { row } = await loadDraft(tx, publicId, lock);
  if (row.submittedAt !== null) throw conflict(SENT_ALREADY);
  return {
    columns: { draftId: row.id, side: "reporter" },
    files: eq(attachments.draftId, row.id),
    encrypted: row.protection !== "https",
  };
}

async function inThread(
  tx: Transaction,
  { reference, kind }: Exclude<UploadPlace, { draft: string }>,
  lock: boolean,
): Promise<Waiting> {
  const found = tx.db.select().from(reports).where(eq(reports.reference, reference));
  const [row] = await (lock ? found.for("update") : found);
  if (!row || !can(tx.actor, "report.read", row)) throw notFound();
  if (!mayWrite(tx, row, kind)) throw forbidden("Only those who write here add files here.");
  return {
    columns: { replyToId: row.id, replyKind: kind, side: isReporterOf(tx.actor, row) ? "reporter" : "staff" },
    files: waitingIn(tx, row.id, kind),
    encrypted: false,
  };
}

export function mayWrite(tx: Transaction, report: ReportRow, kind: "reply" | "note" | null): boolean {
  return can(tx.actor, kind === "note" ? "report.note" : "report.reply", report);
}

/** The actor's own files that wait in a thread; a guest is the reporter and nobody else. */
export function waitingIn(tx: Transaction, reportId: string, kind: "reply" | "note"): SQL | undefined {
  return and(
    eq(attachments.replyToId, reportId),
    eq(attachments.replyKind, kind),
    sql`${attachments.uploaderId} is not distinct from ${accountOf(tx.actor)}::uuid`,
    isNull(attachments.removedAt),
  );
}

/** Not sent yet: only then may a file still change. */
export const stillWaiting = or(isNotNull(attachments.draftId), isNotNull(attachments.replyToId));

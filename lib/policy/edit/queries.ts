import "server-only";
import { desc, eq } from "drizzle-orm";
import { calendarVersions, programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { loadDraft, namesOfPeople } from "../drafts/queries";
import { lintContext } from "../lint/queries";
import type { EditorView } from "./types";

const CALENDARS_AT_MOST = 30;

/** A draft to be edited, or to be read by those who may only read it. NOT_FOUND for everybody else. */
export async function draftForEditing(ctx: Context, publicId: string): Promise<EditorView> {
  return inTransaction(ctx, async (tx) => {
    const { row, base, signature, zone } = await loadDraft(tx, publicId);
    const [program] = await tx.db.select({ slug: programs.slug }).from(programs).where(eq(programs.id, row.programId));
    if (!program) throw notFound();
    const rows = await tx.db
      .select({ calendar: calendarVersions.calendar })
      .from(calendarVersions)
      .where(eq(calendarVersions.programId, row.programId))
      .orderBy(desc(calendarVersions.version))
      .limit(CALENDARS_AT_MOST);
    const { key } = await lintContext(tx, row.programId, row.document);
    const names = await namesOfPeople(tx, row.savedBy === null ? [] : [row.savedBy]);
    const open = row.stage !== "published" && row.stage !== "withdrawn";
    return {
      publicId: row.publicId,
      programSlug: program.slug,
      stage: row.stage,
      editable: open && can(tx.actor, "policy_draft.edit", row),
      document: row.document,
      base: base && { version: base.version, document: base.document, calendar: base.calendar },
      calendars: rows.map(({ calendar }) => calendar),
      ...(key === undefined ? {} : { key }),
      warningReasons: row.warningReasons,
      raisedReason: row.raisedReason,
      signed: signature !== null,
      savedAt: row.savedAt.toISOString(),
      savedBy: names.get(row.savedBy ?? "") ?? null,
      now: tx.now.toISOString(),
      zone,
    };
  });
}

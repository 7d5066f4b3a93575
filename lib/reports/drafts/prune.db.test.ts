import { eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { mails, reportDrafts, reports } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { submitReport } from "@/lib/reports/mutations/submit";
import { inTransaction } from "@/lib/request/transaction";
import { pruneDrafts, warnOfEndingDrafts } from "./ending/mutations";
import { deleteDraft, saveDraftStep, startDraft } from "./mutations";
import { getDraft } from "./queries";

const database = await testDatabase();
const db = database.app;
const BEGUN = "2026-03-02T15:00:00Z";
const later = (days: number, seconds = 0) => new Date(Date.parse(BEGUN) + days * 86_400_000 + seconds * 1000);
let cardihab: TestProgram;
let ann: Actor;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  ann = await newResearcher(db);
});

async function kept(publicIds: readonly string[]): Promise<string[]> {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ publicId: reportDrafts.publicId })
      .from(reportDrafts)
      .where(inArray(reportDrafts.publicId, publicIds)),
  );
  return rows.map(({ publicId }) => publicId);
}

const begin = async () => (await startDraft(as(db, ann, BEGUN), { programSlug: cardihab.slug })).publicId;

/** Typed and kept a minute after it was begun. */
async function beginAndSave(): Promise<string> {
  const publicId = await begin();
  const page = { publicId, step: "details", part: "step", keep: "as_typed", changing: false, rev: 1 } as const;
  await saveDraftStep(as(db, ann, later(0, 60)), { ...page, values: { title: "Half a title" } });
  return publicId;
}

describe("pruning drafts", () => {
  test("an empty draft lives 24 hours, one with something in it 90 days from its last save", async () => {
    const [empty, written] = [await begin(), await beginAndSave()];
    const justBefore = await pruneDrafts(systemAt(db, later(1, -5)));
    expect(justBefore).toEqual({ pruned: 0 });
    expect(await pruneDrafts(systemAt(db, later(1, 5)))).toEqual({ pruned: 1 });
    expect(await kept([empty, written])).toEqual([written]);

    expect(await pruneDrafts(systemAt(db, later(90, 55)))).toEqual({ pruned: 0 });
    expect((await getDraft(as(db, ann), written)).answers.title).toBe("Half a title");
    expect(await pruneDrafts(systemAt(db, later(90, 65)))).toEqual({ pruned: 1 });
    await expect(getDraft(as(db, ann), written)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("its owner is warned 14 and 3 days before, once each, and again after it was saved", async () => {
    const publicId = await beginAndSave();
    const warnedAt = async (day: number) => (await warnOfEndingDrafts(systemAt(db, later(day, 120)))).warned;
    expect([await warnedAt(75), await warnedAt(76), await warnedAt(76), await warnedAt(80)]).toEqual([0, 1, 0, 0]);
    expect([await warnedAt(87), await warnedAt(88)]).toEqual([1, 0]);
    const page = { publicId, step: "details", part: "step", keep: "as_typed", changing: false, rev: 2 } as const;
    await saveDraftStep(as(db, ann, later(88)), { ...page, values: { title: "Half a title and more" } });
    expect([await warnedAt(89), await warnedAt(88 + 76)]).toEqual([0, 1]);
    const sent = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.template, "draft_ending")),
    );
    expect(sent).toHaveLength(3);
    // The job slept for weeks: one mail, the later one.
    expect([await warnedAt(88 + 88), await warnedAt(88 + 89)]).toEqual([1, 0]);
    await expect(warnOfEndingDrafts(as(db, ann))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await deleteDraft(as(db, ann), { publicId });
  });

  test("run twice at once it deletes each draft once, and again it finds nothing", async () => {
    await begin();
    await begin();
    const runs = await Promise.all([pruneDrafts(systemAt(db, later(2))), pruneDrafts(systemAt(db, later(2)))]);
    expect(runs.reduce((sum, { pruned }) => sum + pruned, 0)).toBe(2);
    expect(await pruneDrafts(systemAt(db, later(2)))).toEqual({ pruned: 0 });
  });

  test("what was sent stays, with its report, however old", async () => {
    const publicId = await writeDraft(as(db, ann, BEGUN), cardihab.policy);
    const { reference } = await submitReport(as(db, ann, later(0, 120)), { draftPublicId: publicId });
    expect(await pruneDrafts(systemAt(db, later(4000)))).toEqual({ pruned: 0 });
    expect(await kept([publicId])).toEqual([publicId]);
    const rows = await inTransaction(systemAt(db), (tx) =>
      tx.db.select({ state: reports.state }).from(reports).where(eq(reports.reference, reference)),
    );
    expect(rows).toEqual([{ state: "received" }]);
    expect(await submitReport(as(db, ann), { draftPublicId: publicId })).toEqual({ reference, guest: null });
  });

  test("is the portal's own work: nobody else may ask for it", async () => {
    const publicId = await begin();
    const others: Actor[] = [{ kind: "anonymous" }, ann, await newStaff(db, cardihab, "admin")];
    for (const actor of others) {
      await expect(pruneDrafts(as(db, actor, later(365)))).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await kept([publicId])).toEqual([publicId]);
  });
});

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { events, mails, reportDrafts, reports } from "@/db/schema";
import {
  as,
  type GuestReport,
  guest,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { receiptOf } from "@/lib/receipts/queries";
import { pruneDrafts } from "@/lib/reports/drafts/ending/mutations";
import { deleteDraft, saveDraftStep, startDraft } from "@/lib/reports/drafts/mutations";
import { getDraft, listDrafts } from "@/lib/reports/drafts/queries";
import { exportReport } from "@/lib/reports/export/queries";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { submitReport } from "@/lib/reports/mutations/submit";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let people: Record<"researcher" | "triager" | "elsewhere", Actor>;
let sent: GuestReport;
let other: GuestReport;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  people = {
    researcher: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    elsewhere: await newStaff(db, portal.cardihab, "coordinator"),
  };
  sent = await sendGuestReport(db, smile.policy);
  other = await sendGuestReport(db, portal.cardihab.policy);
});

describe("a guest's draft", () => {
  test("is known by its token alone: to read, save, list and delete", async () => {
    const { publicId, guestToken } = await startDraft(as(db, visitor), { programSlug: smile.slug });
    const holder = guest({ drafts: [guestToken ?? ""] });
    const page = { publicId, step: "details", part: "step", keep: "as_typed", changing: false, rev: 1 } as const;
    await saveDraftStep(as(db, holder), { ...page, values: { title: "Half a title" } });
    expect((await getDraft(as(db, holder), publicId)).answers.title).toBe("Half a title");
    expect((await listDrafts(as(db, holder))).map((card) => card.publicId)).toEqual([publicId]);

    const strangers: Actor[] = [visitor, guest({ drafts: ["x".repeat(43)] }), sent.holder, ...Object.values(people)];
    for (const actor of strangers) {
      await expect(getDraft(as(db, actor), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(deleteDraft(as(db, actor), { publicId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(saveDraftStep(as(db, actor), { ...page, rev: 2, values: {} })).rejects.toMatchObject({
        code: actor.kind === "anonymous" ? "FORBIDDEN" : "NOT_FOUND",
      });
      expect((await listDrafts(as(db, actor))).map((card) => card.publicId)).not.toContain(publicId);
    }
    await deleteDraft(as(db, holder), { publicId });
    await expect(getDraft(as(db, holder), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is kept 30 days from its last save, and stores the token as a hash", async () => {
    const begun = "2026-03-02T15:00:00Z";
    const at = (days: number, seconds = 0) => new Date(Date.parse(begun) + days * 86_400_000 + seconds * 1000);
    const { publicId, guestToken } = await startDraft(as(db, visitor, begun), { programSlug: smile.slug });
    const holder = guest({ drafts: [guestToken ?? ""] });
    const page = { publicId, step: "details", part: "step", keep: "as_typed", changing: false, rev: 1 } as const;
    await saveDraftStep(as(db, holder, at(0, 60)), { ...page, values: { title: "Half a title" } });
    const [card] = await listDrafts(as(db, holder, at(1)));
    expect(card?.keptUntil).toMatch(/^2026-04-01T15:01:0/);
    await pruneDrafts(systemAt(db, at(30, 50)));
    expect((await getDraft(as(db, holder), publicId)).rev).toBe(2);
    const stored = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(reportDrafts).where(eq(reportDrafts.publicId, publicId)),
    );
    expect(JSON.stringify(stored)).not.toContain(guestToken);
    await pruneDrafts(systemAt(db, at(30, 70)));
    await expect(getDraft(as(db, holder), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a report sent without an account", () => {
  test("opens to whoever entered its code: status, receipt, export, thread and moves", async () => {
    const ctx = as(db, sent.holder);
    const report = await getReporterReport(ctx, sent.reference);
    expect(report.credits.map(({ mine }) => mine)).toEqual([true]);
    expect((await receiptOf(ctx, sent.reference)).json).toContain(sent.reference);
    expect((await exportReport(ctx, sent.reference)).answers.contactName?.value).toBe("quietmoth");

    await sendMessage(as(db, people.triager), sent.reference, { text: "Which version?" });
    const asked = await getReporterReport(ctx, sent.reference, { seen: true });
    expect(asked.messages.map(({ from, unread }) => [from, unread])).toEqual([["Security team · Triage", true]]);
    await sendMessage(ctx, sent.reference, { text: "Version 3." });
    const answered = await getReporterReport(ctx, sent.reference);
    expect(answered.messages.map(({ from, unread }) => [from, unread])).toEqual([
      ["Security team · Triage", false],
      ["You", false],
    ]);
    expect(answered.timeline.map(({ by }) => by)).toContain("You");
    const staff = await getStaffReport(as(db, people.triager), sent.reference);
    expect(staff.messages.map(({ from }) => from)).toEqual(["Security team · Triage", "Reporter"]);
    expect(staff.timeline[0]?.by).toBe("Reporter");
  });

  test("is nobody else's: not another guest's, not the draft's token's, not a stranger's", async () => {
    const strangers: Actor[] = [
      visitor,
      other.holder,
      guest({ drafts: [sent.draftToken] }),
      people.researcher,
      people.elsewhere,
    ];
    const { reference } = sent;
    for (const actor of strangers) {
      const ctx = as(db, actor);
      const tries = [
        () => getReporterReport(ctx, reference),
        () => getStaffReport(ctx, reference),
        () => receiptOf(ctx, reference),
        () => exportReport(ctx, reference),
        () => sendMessage(ctx, reference, { text: "x" }),
        () => moveReport(ctx, reference, moveSchema.parse({ move: "withdraw", version: 1 })),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(getStaffReport(as(db, sent.holder), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("the holder sees one report in the whole database", async () => {
    const seen = await inTransaction(as(db, sent.holder), (tx) =>
      tx.db.select({ reference: reports.reference }).from(reports),
    );
    expect(seen).toEqual([{ reference: sent.reference }]);
  });

  test("names no actor in its ledger, and keeps the code as a keyed hash", async () => {
    const ledger = await ledgerOf(db, other.reportId);
    expect(ledger.map(({ actorKind, actorId }) => [actorKind, actorId])).toEqual(ledger.map(() => ["guest", null]));
    const row = await reportRow(db, other.reference);
    expect(row).toMatchObject({ reporterId: null, guestCodeHash: other.holder.proofs[0] });
    const kept = await inTransaction(systemAt(db), (tx) => tx.db.select({ payload: events.payload }).from(events));
    expect(JSON.stringify(kept)).not.toContain(other.code);
  });

  test("sent again within half an hour answers with the same code, later with none, and makes one report", async () => {
    const at = "2026-05-04T15:00:00Z";
    const again = await sendGuestReport(db, smile.policy, {}, at);
    const ctx = (minutes: number) =>
      as(db, guest({ drafts: [again.draftToken] }), new Date(Date.parse(at) + minutes * 60_000));
    const input = { draftPublicId: again.draftPublicId, draftTokens: [again.draftToken] };
    const repeated = await Promise.all(Array.from({ length: 4 }, () => submitReport(ctx(10), input)));
    for (const { reference, guest: opened } of repeated) {
      expect([reference, opened?.code]).toEqual([again.reference, again.code]);
    }
    expect(await submitReport(ctx(31), input)).toEqual({ reference: again.reference, guest: null });
    const received = (await ledgerOf(db, again.reportId)).filter(({ type }) => type === "report.received");
    expect(received).toHaveLength(1);
  });

  test("writes to the address that was given, with the way to /track and nothing of the report", async () => {
    const before = await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails));
    const mailed = await sendGuestReport(db, smile.policy, { identity: "details", email: "moth@example.org" });
    await sendMessage(as(db, people.triager), mailed.reference, { text: "Thank you." });
    const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails));
    const fresh = rows.filter(({ id, accountId }) => accountId === null && !before.some((old) => old.id === id));
    expect(fresh.map(({ template, addressSealed }) => [template, addressSealed !== null])).toEqual([
      ["report_received", true],
      ["report_news", true],
    ]);
  });
});

import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { assessments, attestations, clocks, credits, mails } from "@/db/schema";
import {
  as,
  fewestAnswers,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { conductRulesOf } from "@/lib/policy/document";
import { publishPolicyVersion } from "@/lib/policy/mutations";
import { allReceiptKeys, receiptOf } from "@/lib/receipts/queries";
import { verifyReceipt } from "@/lib/receipts/verify";
import { saveDraftStep } from "@/lib/reports/drafts/mutations";
import { getDraft } from "@/lib/reports/drafts/queries";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { sendFromAccount } from "./send";
import { submitReport } from "./submit";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let ann: Actor;
let bob: Actor;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  await newStaff(db, smile, "executive");
  await newStaff(db, cardihab, "triager");
});

/** How many rows the portal has of what sending a report makes. */
function counts() {
  return inTransaction(systemAt(db), async (tx) => {
    const [row] = await tx.db.execute<Record<string, number>>(sql`select
      (select count(*)::int from reports) reports, (select count(*)::int from clocks) clocks,
      (select count(*)::int from receipts) receipts, (select count(*)::int from credits) credits,
      (select count(*)::int from attestations) attestations, (select count(*)::int from mails) mails,
      (select count(*)::int from events where report_id is not null) events,
      (select count(*)::int from graphile_worker.jobs) jobs`);
    return row;
  });
}

const nothingMore = async (attempt: () => Promise<unknown>) => {
  const before = await counts();
  await attempt();
  expect(await counts()).toEqual(before);
};

describe("sending a report", () => {
  test("stores it pinned, with one event, its clocks, statements, credit and assessment", async () => {
    const typed = {
      creditWish: "alias",
      creditText: "quietmoth",
      cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
      conduct: "differently",
      conductNote: "I opened one record that was not mine by accident.",
    };
    const { reference, reportId } = await sendReport(as(db, ann), smile.policy, typed);
    const row = await reportRow(db, reference);
    expect(reference).toMatch(/^SDH-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(row).toMatchObject({ state: "received", version: 1, resolution: null, flags: ["conduct_differently"] });

    const ledger = await ledgerOf(db, reportId);
    expect(ledger.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "report.received"],
      [2, "report.assessed"],
      [3, "credit.wished"],
    ]);
    expect(ledger[0]?.payload).toMatchObject({
      policyVersion: smile.policy.version,
      firstReadVersion: smile.policy.version,
    });

    await inTransaction(as(db, ann), async (tx) => {
      const of = { report: eq(clocks.reportId, reportId) };
      const opened = await tx.db.select().from(clocks).where(of.report);
      // The policy of this program promises an acknowledgement and a decision, not a first response.
      expect(opened.map(({ clock }) => clock).sort()).toEqual(["acknowledge", "verify"]);
      expect(row.nextDueAt).toEqual(opened.map(({ dueAt }) => dueAt).sort((a, b) => a.getTime() - b.getTime())[0]);

      const attested = await tx.db.select().from(attestations).where(eq(attestations.reportId, reportId));
      const rules = conductRulesOf(smile.policy);
      const statements = attested.map(({ ruleId, clauseKey, textHash, statement }) => [
        ruleId,
        clauseKey,
        textHash,
        statement,
      ]);
      const hash = (text: string) => createHash("sha256").update(text).digest("hex");
      expect(statements.sort()).toEqual(
        rules.map(({ id, clause, text }) => [id, clause, hash(text), "differently"]).sort(),
      );

      expect(await tx.db.select().from(credits).where(eq(credits.reportId, reportId))).toMatchObject([
        { wish: "alias", roles: ["finder"], consent: "pending" },
      ]);
      expect(await tx.db.select().from(assessments).where(eq(assessments.reportId, reportId))).toMatchObject([
        { by: "reporter", severity: "high", score: 7.5 },
      ]);
    });
  });

  test("tells the reporter and the program's readers, in the same transaction and nobody else", async () => {
    const { reference } = await sendReport(as(db, bob), smile.policy);
    const { receivedAt } = await reportRow(db, reference);
    const rows = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.createdAt, receivedAt)),
    );
    const expected = [
      ["report_received", bob.kind === "researcher" ? bob.accountId : ""],
      ["staff_news", triager.accountId],
      ["staff_news", coordinator.accountId],
    ];
    expect(rows.map(({ template, accountId }) => [template, accountId]).sort()).toEqual(expected.sort());
  });

  test("empties the draft, which then leads to the report", async () => {
    const { reference, draftPublicId } = await sendReport(as(db, ann), smile.policy);
    expect(await getDraft(as(db, ann), draftPublicId)).toMatchObject({ sentAs: reference, answers: {} });
  });
});

describe("the receipt", () => {
  test("verifies offline, promises what the clocks hold, and fails when any part is changed", async () => {
    const { reference, reportId } = await sendReport(as(db, ann), cardihab.policy);
    const { json } = await receiptOf(as(db, ann), reference);
    const keys = await allReceiptKeys(as(db, { kind: "anonymous" }));
    const verdict = verifyReceipt(json, keys);
    if (!verdict.ok) throw new Error(verdict.reason);
    const stored = await inTransaction(as(db, ann), (tx) =>
      tx.db.select().from(clocks).where(eq(clocks.reportId, reportId)),
    );
    const dues = stored.map(({ clock, amount, unit, dueAt }) => ({ clock, amount, unit, due: dueAt.toISOString() }));
    expect(verdict.payload).toMatchObject({ reference, program: cardihab.slug, policy: { version: "1.0" } });
    expect(verdict.payload.commitments.map(({ rigidity: _, ...rest }) => rest)).toEqual(dues);
    expect(verdict.payload.commitments.map(({ clock }) => clock)).toEqual(["first_response"]);
    expect(Object.keys(verdict.payload.answers.leaves).sort()).toEqual(
      Object.keys(fewestAnswers(cardihab.policy)).sort(),
    );

    const bytes = Buffer.from(json);
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(verifyReceipt(flipped, keys).ok, `byte ${at}`).toBe(false);
    }
  });

  test("is the reporter's alone", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    for (const actor of [bob, triager, { kind: "anonymous" } as const]) {
      await expect(receiptOf(as(db, actor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("sending again", () => {
  test("answers with the same report and makes nothing", async () => {
    const { reference, draftPublicId } = await sendReport(as(db, ann), smile.policy);
    await nothingMore(async () => {
      expect(await submitReport(as(db, ann), { draftPublicId })).toEqual({ reference, guest: null });
    });
  });

  test("five times at once makes one report, one receipt and one event (CC-01)", async () => {
    const draftPublicId = await writeDraft(as(db, ann), smile.policy);
    const before = await counts();
    const sent = await Promise.all(Array.from({ length: 5 }, () => submitReport(as(db, ann), { draftPublicId })));
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(1);
    const after = await counts();
    expect([(after?.reports ?? 0) - (before?.reports ?? 0), (after?.receipts ?? 0) - (before?.receipts ?? 0)]).toEqual([
      1, 1,
    ]);
    const { id } = await reportRow(db, sent[0]?.reference ?? "");
    const received = (await ledgerOf(db, id)).filter(({ type }) => type === "report.received");
    expect(received).toHaveLength(1);
  });
});

describe("an account", () => {
  test("sends twenty reports a day and keeps the twenty-first as a draft; what was sent or refused counts for nothing", async () => {
    const eve = await newResearcher(db);
    const ctx = as(db, eve);
    const send = (draftPublicId: string) => sendFromAccount(ctx, { draftPublicId });
    const half = await writeDraft(ctx, smile.policy);
    await saveDraftStep(ctx, {
      publicId: half,
      step: "details",
      part: "step",
      rev: (await getDraft(ctx, half)).rev,
      values: { title: "short", details: "" },
      keep: "as_typed",
      changing: true,
    });
    const drafts = await Promise.all(Array.from({ length: 21 }, () => writeDraft(ctx, smile.policy)));
    for (const draft of drafts.slice(0, 20)) {
      if (draft !== drafts[19]) await expect(send(half)).rejects.toMatchObject({ code: "INVALID" });
      const { reference } = await send(draft);
      expect((await send(draft)).reference).toBe(reference);
    }
    const last = drafts[20] ?? "";
    await expect(send(last)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringMatching(/20 reports .*Your draft is kept\. Try again in/),
      retryAfter: expect.any(Number),
    });
    expect((await getDraft(ctx, last)).sentAs).toBeNull();
    expect((await send(drafts[0] ?? "")).reference).toMatch(/^SDH-/);
  }, 60_000);
});

describe("refused", () => {
  test("for anybody but the owner of the draft: there is no such draft", async () => {
    const draftPublicId = await writeDraft(as(db, ann), smile.policy);
    await nothingMore(async () => {
      for (const actor of [bob, triager, { kind: "anonymous" } as const, { kind: "system", job: "x" } as const]) {
        await expect(submitReport(as(db, actor), { draftPublicId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
      await expect(submitReport(as(db, ann), { draftPublicId: "0".repeat(32) })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });
  });

  test("with the names of the answers that are not right, whatever order the steps were sent in (IN-06)", async () => {
    const draftPublicId = await writeDraft(as(db, ann), smile.policy);
    const { rev } = await getDraft(as(db, ann), draftPublicId);
    const worse = { title: "short", details: "x".repeat(60) };
    await saveDraftStep(as(db, ann), {
      publicId: draftPublicId,
      step: "details",
      part: "step",
      rev,
      values: worse,
      keep: "as_typed",
      changing: true,
    });
    await nothingMore(async () => {
      await expect(submitReport(as(db, ann), { draftPublicId })).rejects.toMatchObject({
        code: "INVALID",
        fieldErrors: { title: [expect.stringContaining("10 to 150")] },
      });
    });
    expect((await getDraft(as(db, ann), draftPublicId)).sentAs).toBeNull();
  });

  test("when the policy changed meanwhile: the draft is kept and can be sent under the new one", async () => {
    const draftPublicId = await writeDraft(as(db, ann), cardihab.policy);
    const next = { ...cardihab.policy, version: "1.1" };
    await publishPolicyVersion(systemAt(db), { programSlug: cardihab.slug, document: next });
    await nothingMore(async () => {
      await expect(submitReport(as(db, ann), { draftPublicId })).rejects.toMatchObject({ code: "CONFLICT" });
    });
    const draft = await getDraft(as(db, ann), draftPublicId);
    expect(draft.answers.title).toBe(fewestAnswers(cardihab.policy).title);

    const values = { policyVersion: "1.1", accepted: "yes", conduct: "followed", coordinate: "coordinate" };
    await saveDraftStep(as(db, ann), {
      publicId: draftPublicId,
      step: "agree",
      part: "step",
      rev: draft.rev,
      values,
      keep: "judged",
      changing: false,
    });
    const { reference } = await submitReport(as(db, ann), { draftPublicId });
    const { policy } = await getReporterReport(as(db, ann), reference);
    expect([policy.firstReadVersion, policy.version]).toEqual(["1.0", "1.1"]);
  });

  test("when the receipt cannot be signed: nothing happened, no mail is promised", async () => {
    const draftPublicId = await writeDraft(as(db, ann), smile.policy);
    await inTransaction(systemAt(db), (tx) => tx.db.execute(sql`update receipt_keys set retired_at = now()`));
    await nothingMore(async () => {
      await expect(submitReport(as(db, ann), { draftPublicId })).rejects.toThrow("no receipt key");
    });
    await inTransaction(systemAt(db), (tx) => tx.db.execute(sql`update receipt_keys set retired_at = null`));
    expect((await submitReport(as(db, ann), { draftPublicId })).reference).toMatch(/^SDH-/);
  });
});

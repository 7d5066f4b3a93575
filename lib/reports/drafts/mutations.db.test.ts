import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { accounts, reportDrafts } from "@/db/schema";
import { queenslandCalendar } from "@/db/seed/calendars/queensland";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { publishPolicyVersion } from "@/lib/policy/mutations";
import { createProgram, publishCalendar } from "@/lib/programs/mutations";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { withNewKey } from "@/lib/vault/keyring";
import { useKeyRing } from "@/lib/vault/ring";
import { deleteDraft, type SaveInput, saveDraftStep, startDraft } from "./mutations";
import { getDraft, listDrafts } from "./queries";

const database = await testDatabase();
const as = (actor: Actor): Context => ({ actor, db: database.app, clockOffsetMs: 0 });
const system = as({ kind: "system", job: "test" });
const visitor = as({ kind: "anonymous" });
const annId = v7();
const ann = as({ kind: "researcher", accountId: annId });
const bobId = v7();
const bob = as({ kind: "researcher", accountId: bobId });
const triager = as({ kind: "staff", accountId: v7(), memberships: [] });

const programSlug = "cardihab";
const policy = cardihabPolicy("2026-11-02");

beforeAll(async () => {
  useKeyRing(withNewKey({ current: 0, keys: new Map() }));
  await createProgram(system, { slug: programSlug, referencePrefix: "CDH", position: 1, nextUpdateDays: 14 });
  await createProgram(system, { slug: "no-policy", referencePrefix: "NOP", position: 2, nextUpdateDays: 14 });
  await publishCalendar(system, { programSlug, calendar: queenslandCalendar });
  await publishPolicyVersion(system, { programSlug, document: policy });
  await inTransaction(system, async (tx) => {
    const sealed = Buffer.from("test");
    await tx.db.insert(accounts).values(
      [annId, bobId].map((id) => ({
        id,
        emailLookup: Buffer.from(id),
        emailSealed: sealed,
        profileSealed: sealed,
        createdAt: tx.now,
      })),
    );
  });
});

type Page = Pick<SaveInput, "publicId" | "step" | "values"> & Partial<SaveInput>;

async function save(ctx: Context, page: Page) {
  const rev = page.rev ?? (await getDraft(ann, page.publicId)).rev;
  return saveDraftStep(ctx, { part: "step", keep: "judged", changing: false, ...page, rev });
}

const TITLE = "SQL injection in /export";
const details = { title: TITLE, details: "x".repeat(60), onlyOne: "yes" };

describe("starting a draft", () => {
  test("keeps the version first read and opens at the first step", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    expect(publicId).toMatch(/^[0-9a-f]{32}$/);
    const draft = await getDraft(ann, publicId);
    expect(draft).toMatchObject({ rev: 1, answers: {}, sentAs: null, programName: "Cardihab" });
    expect(draft.firstPolicy.version).toBe("1.0");
    expect(await listDrafts(ann)).toMatchObject([{ publicId, title: null, next: "scope" }]);
  });

  test("needs a program and a policy, and no account", async () => {
    const pending = as({ kind: "pending", accountId: annId });
    await expect(startDraft(pending, { programSlug })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(startDraft(ann, { programSlug: "nowhere" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(startDraft(ann, { programSlug: "no-policy" })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a draft of somebody else", () => {
  test("does not exist: to read, save, list or delete", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    const input = { publicId, step: "details", values: details, rev: 1 } as const;
    for (const stranger of [bob, triager]) {
      await expect(getDraft(stranger, publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(save(stranger, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(deleteDraft(stranger, { publicId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(await listDrafts(stranger)).toEqual([]);
    }
    await expect(getDraft(visitor, publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(save(visitor, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getDraft(ann, publicId)).answers).toEqual({});
    await expect(getDraft(ann, "0".repeat(32))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("saving a step", () => {
  test("keeps it sealed and says where Continue leads", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    const saved = await save(ann, { publicId, step: "details", values: { _rev: "1", ...details } });
    expect(saved).toMatchObject({ stop: { step: "repro", part: "step" }, notices: [], sentAs: null });
    const draft = await getDraft(ann, publicId);
    expect(draft).toMatchObject({ rev: 2, answers: { ...details, tools: "", references: [] } });

    const [row] = await inTransaction(ann, (tx) =>
      tx.db.select().from(reportDrafts).where(eq(reportDrafts.publicId, publicId)),
    );
    expect(row?.answersSealed.includes(Buffer.from(TITLE))).toBe(false);
    expect((await listDrafts(ann))[0]).toMatchObject({ title: TITLE, next: "scope" });
  });

  test("refuses what is wrong with the sentences of the form, and stores nothing of it", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await expect(
      save(ann, { publicId, step: "details", values: { ...details, title: "short" } }),
    ).rejects.toMatchObject({ code: "INVALID", fieldErrors: { title: ["Enter a title of 10 to 150 characters"] } });
    await expect(
      save(ann, { publicId, step: "details", values: { ...details, state: "closed" } }),
    ).rejects.toMatchObject({ code: "INVALID" });
    expect(await getDraft(ann, publicId)).toMatchObject({ rev: 1, answers: {} });
  });

  test("keeps anything as it was typed, to come back to, within reason", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await save(ann, { publicId, step: "details", values: { title: " x ", references: "nowhere" }, keep: "as_typed" });
    const { answers } = await getDraft(ann, publicId);
    expect(answers).toMatchObject({ title: " x ", references: ["nowhere"] });
    const tooMuch: SaveInput["values"][] = [{ title: "a\ud800" }, { details: "x".repeat(200_001) }];
    for (const values of tooMuch) {
      await expect(save(ann, { publicId, step: "details", values, keep: "as_typed" })).rejects.toMatchObject({
        code: "INVALID",
      });
    }
  });

  test("goes by way of the interruption page, which keeps the step's answers", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    const scope = { productId: "website", "outOfScope[]": ["third-party"] };
    expect((await save(ann, { publicId, step: "scope", values: scope })).stop).toEqual({
      step: "scope",
      part: "notice",
    });
    await expect(
      save(ann, { publicId, step: "scope", part: "notice", values: { scopeRationale: "no" } }),
    ).rejects.toMatchObject({
      fieldErrors: { scopeRationale: ["Tell us why it matters (20 characters or more)"] },
    });
    const rationale = "It reaches the records of every patient.";
    const on = await save(ann, { publicId, step: "scope", part: "notice", values: { scopeRationale: rationale } });
    expect(on.stop).toEqual({ step: "exposure", part: "step" });
    expect((await getDraft(ann, publicId)).answers).toMatchObject({
      productId: "website",
      outOfScope: ["third-party"],
      scopeRationale: rationale,
    });
  });
});

describe("two tabs", () => {
  test("a stale page gets both versions, question by question, and the choice decides", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await save(ann, { publicId, step: "details", values: { ...details, tools: "curl" }, rev: 1 });
    const mine = { ...details, title: "Another title altogether", summary: "In short" };
    await expect(save(ann, { publicId, step: "details", values: mine, rev: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      fieldErrors: {
        title: ["Choose a version of “Title”"],
        summary: [expect.any(String)],
        tools: [expect.any(String)],
      },
      values: { ...mine, "_theirs-title": TITLE, "_theirs-summary": "nothing", "_theirs-tools": "curl" },
    });
    expect(await getDraft(ann, publicId)).toMatchObject({ rev: 2, answers: { title: TITLE, tools: "curl" } });
    const chosen = { "_keep-title": "mine", "_keep-summary": "mine", "_keep-tools": "theirs" };
    await save(ann, { publicId, step: "details", values: { ...mine, ...chosen }, rev: 2 });
    const { answers } = await getDraft(ann, publicId);
    expect([answers.title, answers.summary, answers.tools]).toEqual([mine.title, "In short", "curl"]);
  });

  test("a chosen version that is not right yet comes back into its field with its sentence", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await save(ann, {
      publicId,
      step: "details",
      values: { title: "Half" },
      rev: 1,
      keep: "as_typed",
      tab: "b",
      seq: 1,
    });
    const values = { ...details, "_keep-title": "theirs" };
    await expect(save(ann, { publicId, step: "details", values, rev: 2 })).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { title: ["Enter a title of 10 to 150 characters"] },
      values: { title: "Half", details: details.details },
    });
  });

  test("another step that was saved meanwhile is no conflict", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await save(ann, { publicId, step: "product", values: { component: "Export" }, rev: 1 });
    await save(ann, { publicId, step: "details", values: details, rev: 1 });
    expect((await getDraft(ann, publicId)).answers).toMatchObject({ component: "Export", title: TITLE });
  });

  test("the same page sent twice is no conflict", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    const page = { publicId, step: "details", values: details, rev: 1 } as const;
    const [one, two] = await Promise.all([save(ann, page), save(ann, page)]);
    expect(one).toEqual(two);
    expect((await getDraft(ann, publicId)).rev).toBe(2);
  });

  test("of two different pages at once the second loses", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    const page = (title: string) => save(ann, { publicId, step: "details", values: { ...details, title }, rev: 1 });
    const results = await Promise.allSettled([page("The first of two titles"), page("The second of two titles")]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = results.find((result) => result.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "CONFLICT" });
    expect((await getDraft(ann, publicId)).rev).toBe(2);
  });
});

describe("saving by itself", () => {
  const typing = (publicId: string, title: string, seq: number, tab = "a") =>
    save(ann, { publicId, step: "details", values: { title }, rev: 1, keep: "as_typed", tab, seq });

  test("goes on from one page without its knowing the new revision, and finishes no step", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await typing(publicId, "SQL", 1);
    await typing(publicId, TITLE, 2);
    const draft = await getDraft(ann, publicId);
    expect(draft).toMatchObject({ answers: { title: TITLE }, confirmed: new Set() });
    await save(ann, { publicId, step: "details", values: details, rev: 1, tab: "a", seq: 3 });
    expect((await getDraft(ann, publicId)).confirmed).toEqual(new Set(["details"]));
  });

  test("never overwrites what was sent after it, nor what another tab saved", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await save(ann, { publicId, step: "details", values: details, rev: 1, tab: "a", seq: 5 });
    await typing(publicId, "An older text on the way", 4);
    expect((await getDraft(ann, publicId)).answers.title).toBe(TITLE);
    await expect(typing(publicId, "From another tab", 9, "b")).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await getDraft(ann, publicId)).toMatchObject({ rev: 2, answers: { title: TITLE } });
  });

  test("writes nothing when nothing changed", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await typing(publicId, TITLE, 1);
    await typing(publicId, TITLE, 2);
    expect((await getDraft(ann, publicId)).rev).toBe(2);
  });
});

describe("deleting a draft", () => {
  test("is for good, once", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    const results = await Promise.allSettled([deleteDraft(ann, { publicId }), deleteDraft(ann, { publicId })]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(getDraft(ann, publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a draft that was sent", () => {
  test("can be neither saved nor deleted", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await inTransaction(ann, (tx) =>
      tx.db.update(reportDrafts).set({ submittedAt: tx.now }).where(eq(reportDrafts.publicId, publicId)),
    );
    await expect(deleteDraft(ann, { publicId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listDrafts(ann)).some((draft) => draft.publicId === publicId)).toBe(false);
  });
});

describe("a policy published meanwhile", () => {
  test("becomes the one the form is asked under; the version first read stays known", async () => {
    const { publicId } = await startDraft(ann, { programSlug });
    await publishPolicyVersion(system, { programSlug, document: { ...policy, version: "1.1" } });
    const draft = await getDraft(ann, publicId);
    expect([draft.firstPolicy.version, draft.policy.version]).toEqual(["1.0", "1.1"]);
    const agree = { accepted: "yes", conduct: "followed" };
    await expect(
      save(ann, { publicId, step: "agree", values: { ...agree, policyVersion: "1.0" } }),
    ).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { policyVersion: ["The policy changed while you were writing — read what changed"] },
    });
    await save(ann, { publicId, step: "agree", values: { ...agree, policyVersion: "1.1" } });
  });
});

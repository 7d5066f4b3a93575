import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { heldPages } from "@/db/schema";
import { as, newResearcher, openPortal, systemAt, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { inTransaction } from "@/lib/request/transaction";
import { deleteDraft, saveDraftStep, startDraft } from "../mutations";
import { clearHeldPages, type HeldPage, heldPage, holdGrant, holdPage } from "./mutations";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
vi.stubEnv("APP_URL", "http://127.0.0.1:3997");

const database = await testDatabase();
const db = database.app;
const nobody: Actor = { kind: "anonymous" };
const TYPED = "What only the writer may see";
const page: HeldPage = { step: "details", part: "step", rev: 1, values: { title: TYPED } };
const inAnHour = (minutes = 0) => new Date(Date.now() + (60 + minutes) * 60_000);
let cardihab: TestProgram;
let ann: Actor;
let bob: Actor;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  ann = await newResearcher(db);
  bob = await newResearcher(db);
});

async function heldDraft(): Promise<string> {
  const { publicId } = await startDraft(as(db, ann), { programSlug: cardihab.slug });
  await holdPage(as(db, nobody), { draftPublicId: publicId, grant: holdGrant(publicId), page });
  return publicId;
}

const stored = () => inTransaction(systemAt(db), (tx) => tx.db.select().from(heldPages));

describe("what is sent after a session has ended", () => {
  test("is kept sealed beside the draft for its owner alone, and is not in the draft", async () => {
    const publicId = await heldDraft();
    expect(await heldPage(as(db, ann), publicId)).toEqual(page);
    for (const other of [bob, nobody]) {
      await expect(heldPage(as(db, other), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    for (const row of await stored()) expect(row.pageSealed.includes(Buffer.from(TYPED))).toBe(false);
  });

  test("needs the grant of a page of that draft", async () => {
    const [mine, other] = [await heldDraft(), await heldDraft()];
    for (const grant of ["", holdGrant(other)]) {
      const planted = { draftPublicId: mine, grant, page: { ...page, values: { title: "Planted" } } };
      await expect(holdPage(as(db, nobody), planted)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect((await heldPage(as(db, ann), mine))?.values.title).toBe(TYPED);
    const nowhere = "0".repeat(32);
    const gone = { draftPublicId: nowhere, grant: holdGrant(nowhere), page };
    await expect(holdPage(as(db, nobody), gone)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("is one page a draft, the last; at once too", async () => {
    const publicId = await heldDraft();
    const grant = holdGrant(publicId);
    await Promise.all(
      ["a", "b"].map((title) =>
        holdPage(as(db, nobody), { draftPublicId: publicId, grant, page: { ...page, values: { title } } }),
      ),
    );
    expect(["a", "b"]).toContain((await heldPage(as(db, ann), publicId))?.values.title);
  });

  test("goes when it was saved from the page it came back to, when its hour is over, and with the draft", async () => {
    const [saved, old, deleted] = [await heldDraft(), await heldDraft(), await heldDraft()];
    const form = { step: "details", part: "step", keep: "as_typed", changing: false, rev: 1 } as const;
    await saveDraftStep(as(db, ann), { publicId: saved, ...form, values: { title: TYPED, _held: "1" } });
    expect(await heldPage(as(db, ann), saved)).toBeNull();

    await deleteDraft(as(db, ann), { publicId: deleted });
    expect(await heldPage(as(db, ann, inAnHour(-1)), old)).toEqual(page);
    expect(await heldPage(as(db, ann, inAnHour(1)), old)).toBeNull();
    await expect(clearHeldPages(as(db, ann))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await clearHeldPages(systemAt(db, inAnHour(1)));
    expect(
      await inTransaction(systemAt(db), (tx) =>
        tx.db
          .select()
          .from(heldPages)
          .where(eq(heldPages.heldAt, new Date(0))),
      ),
    ).toEqual([]);
    expect(await stored()).toEqual([]);
  });
});

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { events, savedViews } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { inTransaction } from "@/lib/request/transaction";
import { listParameters, parseListQuery } from "../list-query";
import { listReports, offeredViews } from "../queries";
import { BUILT_IN_VIEWS, moved, ordered, queryOf } from "./built-in";
import { arrangeDesk, deleteView, moveView, renameView, replaceView, saveView } from "./mutations";
import { saveViewSchema } from "./schema";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };
let elsewhere: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  elsewhere = await newStaff(db, cardihab, "coordinator");
}, 120_000);

const keep = (who: Actor, given: { name: string; visibility?: string; query?: string }) =>
  saveView(as(db, who), smile.slug, saveViewSchema.parse({ visibility: "me", query: "severity=high", ...given }));
const offered = async (who: Actor, slug = smile.slug) => (await offeredViews(as(db, who), slug)).views;
const find = async (who: Actor, key: string) => (await offered(who)).find((view) => view.key === key);
const knownOf = async (key: string) => {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(savedViews).where(eq(savedViews.publicId, key)),
  );
  return row?.changedAt.toISOString() ?? "";
};

describe("the lists that come with the desk", () => {
  test.each(BUILT_IN_VIEWS.map(({ name, query }) => [name, query]))("%s asks for what a list knows", (_name, query) => {
    expect(listParameters(queryOf(query)).toString()).toBe(query);
  });

  test("count what their reader may see, restricted reports for those who are named alone", async () => {
    const researcher = await newResearcher(db);
    await sendReport(as(db, researcher), smile.policy);
    const { reference } = await sendReport(as(db, researcher), smile.policy);
    const { version } = await reportRow(db, reference);
    await restrictReport(as(db, coordinator), reference, {
      version,
      readers: [memberHandle(coordinator.accountId)],
      reason: "It names a colleague.",
    });
    const counts = async (who: Actor, programSlug = smile.slug) => {
      const { views } = await listReports(as(db, who), {
        programSlug,
        query: parseListQuery({}).query,
        counts: true,
      });
      return Object.fromEntries(views.map(({ key, count }) => [key, count]));
    };
    expect(await counts(triager)).toMatchObject({ open: 1, unassigned: 1, unacknowledged: 1, spam: 0, mine: 0 });
    expect(await counts(coordinator)).toMatchObject({ open: 2, unassigned: 2 });
    expect(await counts(elsewhere, cardihab.slug)).toMatchObject({ open: 0, unassigned: 0 });
  });
});

describe("a kept list", () => {
  test("is its owner's, leaves its event, and says nothing readable to the database", async () => {
    const { key } = await keep(triager, { name: "Late exports", query: "time=late&q=export&sort=severity" });
    expect(await find(triager, key)).toMatchObject({
      name: "Late exports",
      query: "time=late&q=export&sort=severity",
      of: "me",
      mine: true,
    });
    for (const who of [coordinator]) expect(await find(who, key)).toBeUndefined();
    const { rows, kept } = await inTransaction(systemAt(db), async (tx) => ({
      rows: await tx.db.select().from(savedViews).where(eq(savedViews.publicId, key)),
      kept: await tx.db.select({ payload: events.payload }).from(events).where(eq(events.type, "view.saved")),
    }));
    expect(kept.map(({ payload }) => payload)).toContainEqual({ type: "view.saved", view: key, visibility: "me" });
    expect(JSON.stringify(rows) + rows[0]?.nameSealed.toString("utf8")).not.toMatch(/Late|export/);
  });

  test("of the team is offered to all its readers, and changed by its owner alone", async () => {
    const { key } = await keep(triager, { name: "For all", visibility: "team" });
    expect(await find(coordinator, key)).toMatchObject({ of: "team", mine: false, name: "For all" });
    expect((await offered(elsewhere, cardihab.slug)).map((view) => view.key)).not.toContain(key);
    const known = await knownOf(key);
    for (const attempt of [
      () => renameView(as(db, coordinator), key, { name: "Mine now", visibility: "me", known }),
      () => replaceView(as(db, coordinator), key, { query: "", known }),
      () => deleteView(as(db, coordinator), key),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    for (const attempt of [
      () => renameView(as(db, elsewhere), key, { name: "Mine now", visibility: "me", known }),
      () => deleteView(as(db, elsewhere), key),
      () => saveView(as(db, elsewhere), smile.slug, { name: "x", visibility: "team", query: "" }),
      () => moveView(as(db, elsewhere), smile.slug, key, { hidden: true }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await find(triager, key)).toMatchObject({ name: "For all", query: "severity=high" });
  });

  test("changes once when two windows change it", async () => {
    const { key } = await keep(triager, { name: "First" });
    const known = await knownOf(key);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await renameView(as(db, triager), key, { name: "Second", visibility: "team", known });
    await expect(renameView(as(db, triager), key, { name: "Third", visibility: "me", known })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await replaceView(as(db, triager), key, { query: "assignee=me", known: await knownOf(key) });
    expect(await find(triager, key)).toMatchObject({ name: "Second", of: "team", query: "assignee=me" });
    await deleteView(as(db, triager), key);
    await expect(deleteView(as(db, triager), key)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("that names what is no filter, or was never a column, is kept and read without it", async () => {
    const query = "severity=high&reporter_id=1&sort=data_key&col=answers_sealed&col=clock&state=gone&time=late";
    const { key } = await keep(triager, { name: "Odd", query });
    expect((await find(triager, key))?.query).toBe("time=late&severity=high");
  });

  test.each([
    ["", "Give the list a name"],
    ["a".repeat(61), "Keep the name to 60 characters"],
    ["a\u202eb", "Remove the character that cannot be shown"],
  ])("is not called %j", (name, sentence) => {
    const parsed = saveViewSchema.safeParse({ name, visibility: "me", query: "" });
    expect(parsed.error?.issues.map(({ message }) => message)).toContain(sentence);
  });
});

describe("the order of the lists", () => {
  test("is somebody's own, with what is pinned first", async () => {
    const before = (await offered(triager)).map(({ key }) => key);
    const [pinned, first, second] = before;
    await moveView(as(db, triager), smile.slug, second ?? "", { by: -1 });
    await moveView(as(db, triager), smile.slug, "spam", { hidden: true });
    expect((await offered(triager)).map(({ key }) => key).slice(0, 3)).toEqual([pinned, second, first]);
    expect((await find(triager, "spam"))?.hidden).toBe(true);
    expect((await find(coordinator, "spam"))?.hidden).toBe(false);
    await moveView(as(db, triager), smile.slug, "spam", { hidden: false });
    expect((await find(triager, "spam"))?.hidden).toBe(false);
    for (const key of [pinned ?? "", "never"]) {
      await expect(moveView(as(db, triager), smile.slug, key, { hidden: true })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  test("keys are on until their owner switches them off", async () => {
    const keys = async () => (await listReports(as(db, coordinator), { query: parseListQuery({}).query })).keys;
    expect(await keys()).toBe(true);
    await arrangeDesk(as(db, coordinator), { keys: false });
    expect(await keys()).toBe(false);
    const researcher = await newResearcher(db);
    await expect(arrangeDesk(as(db, researcher), { keys: false })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("stays whole at its ends", () => {
    const views = [
      { key: "a", pinned: true },
      { key: "b", pinned: false },
      { key: "c", pinned: false },
    ];
    expect(moved(views, "b", -1)).toEqual(["b", "c"]);
    expect(moved(views, "b", 1)).toEqual(["c", "b"]);
    expect(moved(views, "a", 1)).toEqual(["b", "c"]);
    expect(ordered(views, ["c", "gone"]).map(({ key }) => key)).toEqual(["a", "c", "b"]);
  });
});

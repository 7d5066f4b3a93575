import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { runBulk, undoBulk } from "./mutations";
import { bulkSelection } from "./queries";
import { bulkSchema, undoSchema } from "./verbs";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let reporter: Actor;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };
let elsewhere: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  reporter = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  elsewhere = await newStaff(db, cardihab, "coordinator");
}, 120_000);

const send = async (program = smile) => (await sendReport(as(db, reporter), program.policy)).reference;
const run = (who: Actor, given: Record<string, unknown>) => runBulk(as(db, who), bulkSchema.parse(given));
const lastOf = async (reference: string) =>
  (await ledgerOf(db, (await reportRow(db, reference)).id)).at(-1)?.payload.type;
const startChecking = { move: "start_checking", version: 1 };

describe("the last look", () => {
  test("shows each report as it is now and which verbs apply to it, in the order of the selection", async () => {
    const [one, two] = [await send(), await send()];
    await moveReport(as(db, triager), two, moveSchema.parse(startChecking));
    const page = await bulkSelection(as(db, triager), undefined, [two, one]);
    expect(page.rows.map(({ reference, version }) => [reference, version])).toEqual([
      [two, 2],
      [one, 1],
    ]);
    expect(page.rows[0]?.obstacles).toMatchObject({ assign: null, snooze: null });
    expect(page.rows[0]?.obstacles.start_checking).toContain("being checked");
    expect(page.rows[1]?.obstacles).toEqual({ assign: null, snooze: null, start_checking: null, close_spam: null });
  });

  test("counts another program's, a restricted and a made-up report alike, and shows none", async () => {
    const [theirs, hidden] = [await send(cardihab), await send()];
    const readers = [memberHandle(coordinator.accountId)];
    await restrictReport(as(db, coordinator), hidden, { version: 1, readers, reason: "It names a colleague." });
    for (const reference of [theirs, hidden, "SDH-0000-0000"]) {
      expect(await bulkSelection(as(db, triager), undefined, [reference])).toMatchObject({ rows: [], missing: 1 });
    }
    await expect(bulkSelection(as(db, elsewhere), smile.slug, [hidden])).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("several reports at once", () => {
  test("are each done by themselves, with their own event; one that changed is left and says so (CC-03)", async () => {
    const [one, two, three] = [await send(), await send(), await send()];
    await moveReport(as(db, coordinator), two, moveSchema.parse(startChecking));
    const { outcomes, undo } = await run(triager, {
      verb: "start_checking",
      row: [`${one} 1`, `${two} 1`, `${three} 1`],
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "skipped", "done"]);
    expect(outcomes[1]?.why).toContain("Somebody was faster");
    expect(undo).toBeNull();
    for (const reference of [one, three]) {
      expect((await reportRow(db, reference)).state).toBe("verifying");
      expect(await lastOf(reference)).toBe("report.moved");
    }
    expect((await reportRow(db, two)).version).toBe(2);
  });

  test("that the actor may not see or decide on stay as they are, and nothing is said of them (AZ-02)", async () => {
    const [mine, theirs, hidden] = [await send(), await send(cardihab), await send()];
    const readers = [memberHandle(coordinator.accountId)];
    await restrictReport(as(db, coordinator), hidden, { version: 1, readers, reason: "It names a colleague." });
    const row = [`${mine} 1`, `${theirs} 1`, `${hidden} 2`, "SDH-0000-0000 1"];
    const { outcomes } = await run(triager, { verb: "close_spam", reason: "Advertising.", row });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "skipped", "skipped", "skipped"]);
    expect(new Set(outcomes.slice(1).map(({ why }) => why))).toEqual(new Set(["There is no such report here."]));
    for (const reference of [theirs, hidden]) expect((await reportRow(db, reference)).state).toBe("received");
    for (const who of [elsewhere, reporter, { kind: "anonymous" } as Actor]) {
      const tried = await run(who, { verb: "assign", assignee: "", row: [`${hidden} 2`] });
      expect(tried.outcomes[0]?.outcome).toBe("skipped");
    }
    expect((await reportRow(db, hidden)).version).toBe(2);
  });

  test("assigned together are given back to whoever carried each before", async () => {
    const [one, two] = [await send(), await send()];
    const [to, from] = [memberHandle(coordinator.accountId), memberHandle(triager.accountId)];
    await run(triager, { verb: "assign", assignee: from, row: [`${one} 1`] });
    const again = await run(triager, { verb: "assign", assignee: from, row: [`${one} 2`] });
    expect(again).toMatchObject({ outcomes: [{ outcome: "skipped", why: "That is so already." }], undo: null });
    const { undo } = await run(triager, { verb: "assign", assignee: to, row: [`${one} 2`, `${two} 1`] });
    const carriers = async () =>
      Promise.all([one, two].map(async (reference) => (await reportRow(db, reference)).assigneeId));
    expect(await carriers()).toEqual([coordinator.accountId, coordinator.accountId]);
    // Somebody moves one of them on before it is taken back.
    await moveReport(as(db, coordinator), two, moveSchema.parse({ ...startChecking, version: 2 }));
    const taken = await undoBulk(as(db, triager), undoSchema.parse(JSON.parse(undo ?? "")));
    expect(taken.outcomes.map(({ outcome }) => outcome)).toEqual(["done", "skipped"]);
    expect(await carriers()).toEqual([triager.accountId, coordinator.accountId]);
  });

  test("put aside together come back together", async () => {
    const [one, two] = [await send(), await send()];
    const { undo } = await run(triager, { verb: "snooze", snooze: "week", row: [`${one} 1`, `${two} 1`] });
    expect((await reportRow(db, one)).snoozedUntil).not.toBeNull();
    const taken = await undoBulk(as(db, triager), undoSchema.parse(JSON.parse(undo ?? "")));
    expect(taken.outcomes.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    expect((await reportRow(db, two)).snoozedUntil).toBeNull();
    expect(await lastOf(two)).toBe("report.woken");
  });

  test("taken by two people at the same moment are each done once", async () => {
    const references = await Promise.all([send(), send(), send()]);
    const row = references.map((reference) => `${reference} 1`);
    const [one, two] = await Promise.all([
      run(triager, { verb: "start_checking", row }),
      run(coordinator, { verb: "start_checking", row: [...row].reverse() }),
    ]);
    const done = [...one.outcomes, ...two.outcomes].filter(({ outcome }) => outcome === "done");
    expect(done.map(({ reference }) => reference).sort()).toEqual([...references].sort());
    for (const reference of references) expect((await reportRow(db, reference)).version).toBe(2);
  });
});

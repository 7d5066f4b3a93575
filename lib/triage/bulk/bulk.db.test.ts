import { eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { reports, reportTags } from "@/db/schema";
import {
  as,
  ledgerOf,
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
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { inTransaction } from "@/lib/request/transaction";
import { addTemplate } from "@/lib/templates/mutations";
import { exportReports } from "../export/mutations";
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
    const fits = { assign: null, snooze: null, tag: null, start_checking: null, close_spam: null, export: null };
    expect(page.rows[1]?.obstacles).toEqual({
      ...fits,
      ask_for_information: expect.stringContaining("does not apply"),
    });
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

describe("tags, questions and files of several reports", () => {
  const tagsOf = (references: string[]) =>
    inTransaction(systemAt(db), async (tx) => {
      const rows = await tx.db
        .select({ reference: reports.reference, tag: reportTags.tag })
        .from(reportTags)
        .innerJoin(reports, eq(reports.id, reportTags.reportId))
        .where(inArray(reports.reference, references));
      return rows.map(({ reference, tag }) => `${references.indexOf(reference)} ${tag}`).sort();
    });

  test("tags are added to what each holds, and taken off again without those that it had before", async () => {
    const [one, two] = [await send(), await send()];
    await run(triager, { verb: "tag", tags: "shared, old", row: [`${one} 1`] });
    const { outcomes, undo } = await run(triager, {
      verb: "tag",
      tags: "shared, export",
      untag: "old",
      row: [`${one} 1`, `${two} 1`],
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    expect(await tagsOf([one, two])).toEqual(["0 export", "0 shared", "1 export", "1 shared"]);
    const again = await run(triager, { verb: "tag", tags: "shared", row: [`${one} 1`] });
    expect(again).toMatchObject({ outcomes: [{ outcome: "skipped", why: "That is so already." }], undo: null });
    await undoBulk(as(db, triager), undoSchema.parse(JSON.parse(undo ?? "")));
    expect(await tagsOf([one, two])).toEqual(["0 old", "0 shared"]);
    expect(await lastOf(two)).toBe("handling.tags");
    const theirs = await send(cardihab);
    const refused = await run(triager, { verb: "tag", tags: "mine", row: [`${theirs} 1`] });
    expect(refused.outcomes[0]?.why).toBe("There is no such report here.");
  });

  test("a question is sent as it was read: what would read differently by now is left", async () => {
    const { id } = await addTemplate(as(db, coordinator), smile.slug, {
      title: "Which version",
      body: "Hello {{reporter.name}}, which version is {{report.id}} about?",
      move: "ask_for_information",
      language: "en",
    });
    const [one, two, three] = [await send(), await send(), await send()];
    for (const reference of [one, two]) {
      await moveReport(as(db, triager), reference, moveSchema.parse(startChecking));
    }
    const page = await bulkSelection(as(db, triager), undefined, [one, two, three], id);
    expect(page.rows.map(({ written }) => written?.text ?? null)).toEqual([
      `Hello quietmoth, which version is ${one} about?`,
      `Hello quietmoth, which version is ${two} about?`,
      null,
    ]);
    const hash = page.rows[0]?.written?.hash ?? "";
    const row = [`${one} 2 ${hash}`, `${two} 2 ${"0".repeat(64)}`, `${three} 1`];
    const { outcomes, undo } = await run(triager, { verb: "ask_for_information", template: id, row });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "skipped", "skipped"]);
    expect(undo).toBeNull();
    expect((await reportRow(db, one)).state).toBe("needs_info");
    expect((await reportRow(db, two)).state).toBe("verifying");
  });

  test("a file takes the second factor, leaves an event in each report, and holds only what its taker reads", async () => {
    const [mine, theirs] = [await send(), await send(cardihab)];
    const out = (who: Actor) => exportReports(as(db, who), smile.slug, [mine, theirs]);
    await expect(out(triager)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(out(reporter)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(out({ ...elsewhere, steppedUp: true })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const lines = (await out({ ...triager, steppedUp: true })).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(new RegExp(`^${mine},\\d{4}-.*Header injection`));
    expect(await lastOf(mine)).toBe("report.exported");
    expect(await lastOf(theirs)).not.toBe("report.exported");
  });
});

import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import {
  as,
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
import { setTags, setVersions } from "@/lib/handling/mutations/describe";
import { addLink } from "@/lib/handling/mutations/link";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { assignReport } from "@/lib/reports/mutations/assign";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { inTransaction } from "@/lib/request/transaction";
import { findReports } from "./find/queries";
import { type Parameters, parseListQuery } from "./list-query";
import { listReports } from "./queries";

const database = await testDatabase();
const db = database.app;
const DAY = 86_400_000;

let smile: TestProgram;
let cardihab: TestProgram;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };
let elsewhere: Actor & { kind: "staff" };
/** References by what is special about the report. */
const told: Record<string, string> = {};

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  const researcher = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  elsewhere = await newStaff(db, cardihab, "coordinator");
  const send = async (name: string, typed: Record<string, string | string[]> = {}, daysAgo = 0, program = smile) => {
    const ctx = as(db, researcher, new Date(Date.now() - daysAgo * DAY));
    told[name] = (await sendReport(ctx, program.policy, { title: `A report called ${name}`, ...typed })).reference;
    return told[name];
  };
  const move = async (reference: string, given: Record<string, unknown>, who: Actor = triager) => {
    const { version } = await reportRow(db, reference);
    await moveReport(as(db, who), reference, moveSchema.parse({ version, ...given }));
  };
  await send("old", {}, 40);
  await send("fresh", { cveRequested: "yes", cveCna: "MITRE", cveId: "CVE-2026-12345" });
  await send("exposed", { exposed: "yes", exposureKinds: ["health"], exposureOngoing: "no", exposureHeld: "none" });
  await send("weak", { cweChoice: "yes", cweIds: "CWE-79" });
  const carried = await send("carried", { productVersion: "Server v8.4.0 (LTS)" });
  await assignReport(as(db, triager), carried, { assignee: memberHandle(triager.accountId), version: 1 });
  const rated = await send("rated");
  await move(rated, { move: "start_checking" });
  await move(rated, { move: "validate", severity: "critical", cwe: "CWE-306" });
  await setTags(as(db, triager), rated, { revision: 1, tags: ["export"] });
  await setVersions(as(db, triager), rated, { revision: 2, affected: ["7.1 to 7.3", "8.4.0"], fixed: ["9.0"] });
  const asked = await send("asked");
  await move(asked, { move: "start_checking" });
  await move(asked, { move: "ask_for_information", text: "Which version?" });
  await addLink(as(db, triager), asked, { target: "https://www.cve.org/CVERecord?id=CVE-2026-4711", label: "" });
  await move(await send("spam"), { move: "close_spam", reason: "Advertising." });
  const hidden = await send("hidden", { title: "Zanzibar in the export of records" });
  const { version } = await reportRow(db, hidden);
  await restrictReport(as(db, coordinator), hidden, {
    version,
    readers: [memberHandle(coordinator.accountId)],
    reason: "It names a colleague.",
  });
  await send("theirs", {}, 0, cardihab);
}, 240_000);

const list = (given: Parameters, who: Actor = triager, place: { after?: string; before?: string } = {}) =>
  listReports(as(db, who), { query: parseListQuery(given).query, ...place });
/** The reports of a list by the names that they have here. */
const names = async (given: Parameters, who: Actor = triager) => {
  const { rows, total } = await list(given, who);
  expect(total).toBe(rows.length);
  return rows.map(({ reference }) => Object.keys(told).find((name) => told[name] === reference)).sort();
};

const OPEN = ["asked", "carried", "exposed", "fresh", "old", "rated", "weak"];
const without = (...some: string[]) => OPEN.filter((name) => !some.includes(name));

describe("a filter of the address", () => {
  test.each<[string, Parameters, string[]]>([
    ["nothing: what is open", {}, OPEN],
    ["everything", { queue: "all" }, [...OPEN, "spam"].sort()],
    ["closed", { queue: "closed" }, ["spam"]],
    ["a state", { state: "needs_info" }, ["asked"]],
    ["states, closed ones too", { state: ["validated", "closed"] }, ["rated", "spam"]],
    ["not a state", { state: "needs_info", not: "state", queue: "open" }, without("asked")],
    ["late", { time: "late" }, ["old"]],
    ["breached", { time: "breached" }, ["old"]],
    ["a clock that is late", { clock: "acknowledge", time: "late" }, ["old"]],
    ["a clock that is met", { clock: "acknowledge", time: "met" }, ["asked", "rated"]],
    ["a clock that is paused", { clock: "verify", time: "paused" }, ["asked"]],
    ["a clock that runs", { clock: "acknowledge", time: "running" }, without("asked", "rated")],
    ["a clock that there is", { clock: "appeal" }, []],
    ["a severity", { severity: "critical" }, ["rated"]],
    ["no severity", { severity: "unrated" }, without("rated")],
    ["not a severity", { severity: "unrated", not: "severity" }, ["rated"]],
    ["a weakness", { cwe: "CWE-79" }, ["weak"]],
    ["a weakness above it", { cwe: "74" }, ["weak"]],
    ["another weakness", { cwe: "89" }, []],
    ["our own weakness", { weakness: "306" }, ["rated"]],
    ["our own weakness, by one above it", { weakness: "CWE-287" }, ["rated"]],
    ["a weakness that its reporter alone names, as ours", { weakness: "79" }, []],
    ["not our own weakness", { weakness: "306", not: "weakness" }, without("rated")],
    ["mine", { assignee: "me" }, ["carried"]],
    ["nobody's", { assignee: "nobody" }, without("carried")],
    ["not nobody's", { assignee: "nobody", not: "assignee" }, ["carried"]],
    ["exposed data", { exposed: "yes" }, ["exposed"]],
    ["encrypted", { encrypted: "yes" }, []],
    ["put aside", { snoozed: "yes" }, []],
    ["a resolution", { queue: "all", resolution: "spam" }, ["spam"]],
    ["closed lately", { queue: "closed", within: "30" }, ["spam"]],
    ["long in its state", { within: "30" }, without("old")],
    ["a credit nobody asked about", { credit: "not_asked" }, OPEN],
    ["a credit that was asked about", { credit: "asked" }, []],
    ["words", { q: "called WEAK" }, ["weak"]],
    ["words of a closed report among the open ones", { q: "spam" }, []],
    ["a tag", { tag: "export" }, ["rated"]],
    ["no tag", { tag: "-" }, without("rated")],
    ["not without a tag", { tag: "-", not: "tag" }, ["rated"]],
    ["a version, as its reporter or the team names it", { version: "v8.4.0" }, ["carried", "rated"]],
    ["a version of a range that the team names", { version: "7.3" }, ["rated"]],
    ["a part of a version, or one that holds the fix", { version: "8.4" }, []],
    ["a version with the fix", { version: "9.0" }, []],
    ["not a version", { version: "8.4.0", not: "version" }, without("carried", "rated")],
    ["no version", { version: "-" }, without("carried", "rated")],
    ["a CVE id, given or noted by the team", { cve: "yes" }, ["asked", "fresh"]],
    ["no CVE id", { cve: "yes", not: "cve" }, without("asked", "fresh")],
    ["no weakness of ours", { weakness: "-" }, without("rated")],
    ["a weakness of ours, whichever", { weakness: "-", not: "weakness" }, ["rated"]],
    ["no weakness of its reporter's", { cwe: "-" }, without("weak")],
    ["no product", { product: "-" }, []],
    ["no resolution", { queue: "all", resolution: "-" }, OPEN],
    ["a resolution, whichever", { queue: "all", resolution: "-", not: "resolution" }, ["spam"]],
    ["no exposed data", { exposed: "yes", not: "exposed" }, without("exposed")],
    ["not encrypted", { encrypted: "yes", not: "encrypted" }, OPEN],
    ["not put aside", { snoozed: "yes", not: "snoozed" }, OPEN],
    ["not of a state of credit", { credit: "not_asked", not: "credit" }, []],
    ["several at once", { severity: "unrated", assignee: "nobody", time: "late", q: "report" }, ["old"]],
  ])("%s", async (_name, given, found) => expect(await names(given)).toEqual(found));

  test("a handle of the team is a person; another program's, or one made up, is nobody at all", async () => {
    expect(await names({ assignee: memberHandle(triager.accountId) })).toEqual(["carried"]);
    expect(await names({ assignee: memberHandle(elsewhere.accountId) })).toEqual([]);
    expect(await names({ assignee: "0".repeat(32) })).toEqual([]);
  });

  test("the product that was named", async () => {
    const [product] = (await list({})).choices.products;
    expect(await names({ product: product?.key })).toEqual(OPEN);
    expect(await names({ product: product?.key, not: "product" })).toEqual([]);
    expect(await names({ product: "no such product" })).toEqual([]);
  });

  test("days of receipt are those of the program's own zone, both included", async () => {
    const { receivedAt } = await reportRow(db, told.old ?? "");
    const zone = (await list({})).zone;
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(receivedAt);
    expect(await names({ from: day, to: day })).toEqual(["old"]);
    expect(await names({ to: day })).toEqual(["old"]);
    expect(await names({ from: "2999-01-01" })).toEqual([]);
  });
});

describe("what a reader may not know", () => {
  test("a restricted report stands in no list, count or search but of those who are named (AZ-11)", async () => {
    for (const given of [{}, { queue: "all" }, { q: "zanzibar" }, { severity: "unrated" }, { assignee: "nobody" }]) {
      expect(await names(given)).not.toContain("hidden");
      expect(await names(given, coordinator)).toContain("hidden");
    }
  });

  test("a draft stands in no list, count, search or palette (AZ-20)", async () => {
    await writeDraft(as(db, await newResearcher(db)), smile.policy, { title: "Quaggas in the export of records" });
    for (const given of [{ queue: "all" }, { q: "quaggas", queue: "all" }]) {
      expect((await list(given, coordinator)).rows.map(({ title }) => title).join()).not.toMatch(/quagga/i);
    }
    expect((await list({ q: "quaggas", queue: "all" }, coordinator)).total).toBe(0);
    expect(await findReports(as(db, coordinator), "quaggas")).toEqual([]);
  });

  test("another program's reports are neither listed nor counted, and its choices are its own", async () => {
    const page = await list({ queue: "all" }, elsewhere);
    expect(page).toMatchObject({ total: 1, programSlug: cardihab.slug });
    expect(page.choices.team.map(({ you }) => you)).toEqual([true]);
    await expect(
      listReports(as(db, elsewhere), { programSlug: smile.slug, query: parseListQuery({}).query }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("no account's key leaves with a list", async () => {
    const page = JSON.stringify(await list({ queue: "all" }, coordinator));
    for (const { accountId } of [triager, coordinator]) expect(page).not.toContain(accountId);
  });
});

describe("orders", () => {
  test.each(["due", "received", "severity", "updated", "moved"])("by %s, page after page and back", async (sort) => {
    const all = (await list({ sort })).rows.map(({ reference }) => reference);
    expect(all).toHaveLength(OPEN.length);
    const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(schema.reports));
    const of = (reference: string) => rows.find((row) => row.reference === reference);
    const value = (reference: string) => {
      const row = of(reference);
      return {
        due: row?.nextDueAt.getTime(),
        received: -(row?.receivedAt.getTime() ?? 0),
        severity: row?.severityOrder,
        updated: -(row?.touchedAt.getTime() ?? 0),
        moved: -(row?.stateSince.getTime() ?? 0),
      }[sort];
    };
    const values = all.map((reference) => value(reference) ?? 0);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  test("a place in a list of another order, or one made by hand, is the first page and says so", async () => {
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const key = "0190c0de-0000-7000-8000-000000000000";
    for (const after of [
      "WzEsImEiXQ",
      made(["received", [1], key]),
      made(["due", [1, 2], key]),
      made(["due", [9e15], key]),
      made(["due", [1], "' or true --"]),
      made({ sort: "due" }),
      "x".repeat(5000),
    ]) {
      const page = await list({}, triager, { after });
      expect(page.restarted).toBe(true);
      expect(page.rows).toHaveLength(OPEN.length);
      expect(page.previous).toBeNull();
    }
    const past = await list({}, triager, { after: made(["due", [253_402_300_799_999], key]) });
    expect(past).toMatchObject({ restarted: false, rows: [], total: 0 });
  });

  test("a list with every filter and a search costs at most six statements", async () => {
    let statements = 0;
    const logQuery = () => {
      statements += 1;
    };
    const counted = drizzle(db.$client, { schema, logger: { logQuery } });
    const given = {
      queue: "all",
      q: "report",
      severity: "unrated",
      cwe: "79",
      assignee: memberHandle(triager.accountId),
      time: "breached",
      credit: "not_asked",
      from: "2020-01-01",
    };
    await listReports(as(counted, triager), { query: parseListQuery(given).query });
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThanOrEqual(6);
  });
});

describe("the palette's search", () => {
  const found = async (who: Actor, words: string) =>
    (await findReports(as(db, who), words)).map(({ reference }) => reference);

  test("finds by words and by reference what its reader may read, and nothing by nothing", async () => {
    expect(await found(triager, "called exposed")).toEqual([told.exposed]);
    expect(await found(triager, told.old ?? "")).toEqual([told.old]);
    expect(await found(triager, "zanzibar")).toEqual([]);
    expect(await found(coordinator, "zanzibar")).toEqual([told.hidden]);
    expect(await found(elsewhere, "called exposed")).toEqual([]);
    for (const nothing of ["", "  ", "?!", "\0"]) expect(await found(triager, nothing)).toEqual([]);
  });

  test("is for those who read reports", async () => {
    const [researcher, admin] = [await newResearcher(db), await newStaff(db, smile, "admin")];
    for (const who of [researcher, admin, { kind: "anonymous" } as Actor]) {
      await expect(findReports(as(db, who), "report")).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

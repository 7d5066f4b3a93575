import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getStaffReport } from "@/lib/reports/queries";
import type { TriageRow } from "@/lib/reports/types";
import { listQueue, PAGE_SIZE } from "./queries";

const database = await testDatabase();
const db = database.app;
const DAY = 86_400_000;

let smile: TestProgram;
let cardihab: TestProgram;
let researcher: Actor;
let triager: Actor;
const sent: string[] = [];

/** One page more than fits, over two weeks: many share a due date, so that the key settles their order. */
beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  researcher = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  for (let index = 0; index < PAGE_SIZE + 3; index += 1) {
    const at = new Date(Date.now() - (index % 14) * DAY);
    sent.push(
      (await sendReport(as(db, researcher, at), smile.policy, { title: `Header injection number ${index}` })).reference,
    );
  }
}, 240_000);

const triage = (input: { after?: string; before?: string } = {}) =>
  listQueue(as(db, triager), { queue: "triage", ...input });
const references = (rows: readonly TriageRow[]) => rows.map(({ reference }) => reference);

describe("the queue", () => {
  test("is sorted by the clock that is due next", async () => {
    const { rows } = await triage();
    expect(rows).toHaveLength(PAGE_SIZE);
    const due = rows.map(({ clocks }) => Date.parse(clocks[0]?.due ?? ""));
    expect(due).toEqual([...due].sort((a, b) => a - b));
    expect(rows[0]?.clocks[0]).toMatchObject({ clock: "acknowledge", state: "breached" });
    expect(rows.at(-1)?.clocks[0]?.because.length).toBeGreaterThan(1);
  });

  test("pages forward and back over ties without losing or repeating a report", async () => {
    const first = await triage();
    expect(first).toMatchObject({ previous: null, total: PAGE_SIZE + 3 });
    const second = await triage({ after: first.next ?? "" });
    expect(second.rows).toHaveLength(3);
    expect(second.next).toBeNull();
    expect(new Set([...references(first.rows), ...references(second.rows)])).toEqual(new Set(sent));
    const back = await triage({ before: second.previous ?? "" });
    expect(references(back.rows)).toEqual(references(first.rows));
    expect(back.previous).toBeNull();
    expect(back.next).not.toBeNull();
  });

  test("shows its first page for a cursor that somebody made up", async () => {
    const made = await triage({ after: "WzEsImEiXQ" });
    expect(references(made.rows)).toEqual(references((await triage()).rows));
  });

  test("costs the same few statements whatever its length", async () => {
    let statements = 0;
    const logQuery = () => {
      statements += 1;
    };
    const counted = drizzle(db.$client, { schema, logger: { logQuery } });
    await listQueue(as(counted, triager), { queue: "triage" });
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThanOrEqual(6);
  });

  test("counts a report as unread until its reader has seen it, for that reader alone", async () => {
    const colleague = await newStaff(db, smile, "triager");
    const [reference = ""] = references((await triage()).rows);
    const unread = async (actor: Actor) =>
      (await listQueue(as(db, actor), { queue: "triage" })).rows.find((row) => row.reference === reference)?.unread;
    expect(await unread(triager)).toBe(true);
    await getStaffReport(as(db, triager), reference);
    expect(await unread(triager)).toBe(true);
    await getStaffReport(as(db, triager), reference, { seen: true });
    expect(await unread(triager)).toBe(false);
    expect(await unread(colleague)).toBe(true);
  });

  test("leaves triage with its decision, and stays among the open ones", async () => {
    const reference = sent[0] ?? "";
    const ctx = as(db, triager);
    const move = (given: Record<string, unknown>) => moveReport(ctx, reference, moveSchema.parse(given));
    await move({ move: "start_checking", version: 1 });
    await move({ move: "validate", version: 2, severity: "high" });
    const all = await listQueue(ctx, { queue: "open" });
    const rest = await listQueue(ctx, { queue: "open", after: all.next ?? "" });
    const open = [...all.rows, ...rest.rows].find((row) => row.reference === reference);
    expect(open).toMatchObject({ stateLabel: "Confirmed", severity: "high" });
    const first = await triage();
    const second = await triage({ after: first.next ?? "" });
    expect([...references(first.rows), ...references(second.rows)]).not.toContain(reference);
    expect(first.total).toBe(PAGE_SIZE + 2);
  });
});

describe("who may not see it", () => {
  const refused = { code: "NOT_FOUND", message: "Page not found" };

  test("staff of the other program, asking for this one by its name", async () => {
    const other = await newStaff(db, cardihab, "coordinator");
    await expect(listQueue(as(db, other), { queue: "triage", programSlug: smile.slug })).rejects.toMatchObject(refused);
    const own = await listQueue(as(db, other), { queue: "triage" });
    expect(own).toMatchObject({ programSlug: cardihab.slug, rows: [], total: 0 });
  });

  test.each(["policy_owner", "executive", "privacy_officer", "auditor", "admin"] as const)(
    "a %s of the same program",
    async (role) => {
      const actor = await newStaff(db, smile, role);
      await expect(listQueue(as(db, actor), { queue: "triage" })).rejects.toMatchObject(refused);
    },
  );

  test("a researcher, somebody before the second factor, a stranger", async () => {
    const pending: Actor = { kind: "pending", accountId: triager.kind === "staff" ? triager.accountId : "" };
    for (const actor of [researcher, pending, { kind: "anonymous" } as Actor]) {
      await expect(listQueue(as(db, actor), { queue: "triage", programSlug: smile.slug })).rejects.toMatchObject(
        refused,
      );
    }
  });
});

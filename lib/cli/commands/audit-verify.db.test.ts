import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import type { Actor } from "@/lib/auth/policy";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { sendMessage } from "@/lib/threads/mutations";
import { db, superuser, type, typeForJson } from "../command-line.test-data";

let smile: TestProgram;
let ann: Actor;
let triager: Actor;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

type Stream = { stream: string; good: boolean; length: number; head: string; firstBadSeq?: number; reason?: string };

async function verify(): Promise<{ code: number; good: boolean; streams: Stream[] }> {
  const { code, json } = await typeForJson("audit", "verify");
  return { code, ...(json as { good: boolean; streams: Stream[] }) };
}

/** A report with four events of its own. */
async function report(): Promise<string> {
  const { reference, reportId } = await sendReport(as(db, ann), smile.policy);
  await moveReport(as(db, triager), reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
  for (const text of ["One question.", "Another question."]) await sendMessage(as(db, triager), reference, { text });
  return `report:${reportId}`;
}

/** Statements past the triggers, as somebody with the server's disk could write them; undone by `mend`. */
async function tamper(...statements: string[]): Promise<void> {
  await superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    for (const statement of statements) await sql.unsafe(statement);
  });
}

let stream = "";
beforeEach(async () => {
  const before = await verify();
  expect(before).toMatchObject({ code: 0, good: true });
  stream = await report();
});

async function mend(): Promise<void> {
  const id = stream.slice("report:".length);
  await tamper(
    `delete from events where stream = '${stream}'`,
    `delete from ledger_heads where stream = '${stream}'`,
    `delete from clocks where report_id = '${id}'`,
    `delete from reports where id = '${id}'`,
  );
}

describe("audit verify", () => {
  test("tells length and head of every stream of a ledger that is whole (AL-02)", async () => {
    const { code, streams } = await verify();
    expect(code).toBe(0);
    const [head] = await superuser<{ seq: number; hash: Uint8Array }[]>`
      select seq::int as seq, hash from ledger_heads where stream = ${stream}`;
    expect(head?.seq).toBeGreaterThanOrEqual(4);
    expect(streams.find((entry) => entry.stream === stream)).toEqual({
      stream,
      good: true,
      length: head?.seq,
      head: Buffer.from(head?.hash ?? []).toString("hex"),
    });
    const kinds = new Set(streams.map((entry) => entry.stream.split(":")[0]));
    expect([...kinds].sort()).toEqual(["program", "report", "system"]);
    const { out } = await type("audit", "verify");
    expect(out.trim().split("\n")).toHaveLength(streams.length);
    expect(out).not.toContain("BAD");
  });

  const at = (seq: number) => `stream = '${stream}' and seq = ${seq}`;
  test.each([
    ["a word of a payload", 2, () => [`update events set payload = payload || '{"more":1}' where ${at(2)}`]],
    ["the time of an event", 3, () => [`update events set at = at - interval '1 day' where ${at(3)}`]],
    ["who acted", 2, () => [`update events set actor_kind = 'system', actor_id = null where ${at(2)}`]],
    ["a removed event", 2, () => [`delete from events where ${at(2)}`]],
    ["the removed first event", 1, () => [`delete from events where ${at(1)}`]],
    [
      "two events in each other's place",
      2,
      () => [
        `update events set seq = 1000 where ${at(2)}`,
        `update events set seq = 2 where ${at(3)}`,
        `update events set seq = 3 where ${at(1000)}`,
      ],
    ],
    ["the end cut off", 4, () => [`delete from events where stream = '${stream}' and seq >= 4`]],
    [
      "the end cut off with the head moved back, its hash forgotten",
      3,
      () => [
        `delete from events where stream = '${stream}' and seq >= 4`,
        `update ledger_heads set seq = 3 where stream = '${stream}'`,
      ],
    ],
    ["the head removed", 1, () => [`delete from ledger_heads where stream = '${stream}'`]],
    [
      "a report's whole stream removed with its head",
      1,
      () => [`delete from events where stream = '${stream}'`, `delete from ledger_heads where stream = '${stream}'`],
    ],
  ])("finds %s, at %i", async (_what, firstBadSeq, statements) => {
    await tamper(...statements());
    const { code, good, streams } = await verify();
    expect({ code, good }).toEqual({ code: 1, good: false });
    const bad = streams.filter((entry) => !entry.good);
    expect(bad).toMatchObject([{ stream, firstBadSeq, reason: expect.any(String) }]);
    const { out } = await type("audit", "verify");
    expect(out).toContain(`BAD   ${stream}  `);
    expect(out).toContain(`first bad ${firstBadSeq}: `);
    await mend();
  });
});

import { sql } from "drizzle-orm";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSql } from "@/db/connection";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { auditVerify } from "@/lib/cli/commands/audit-verify";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { recordReportEvents, recordSystemEvent } from "./record";
import type { ReportEventInput } from "./report-events";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let ann: Actor;
let triager: Actor;
let superuser: Sql;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  superuser = openSql(database.superuserUrl);
});
afterAll(() => superuser.end());

const send = () => sendReport(as(db, ann), smile.policy);

/** What `audit verify` says of one stream, and its exit code. */
async function verify(stream: string) {
  if (!("run" in auditVerify)) throw new Error("audit verify needs the database");
  const installation = { ctx: systemAt(db) } as Parameters<typeof auditVerify.run>[1];
  const { code, json } = await auditVerify.run({ positionals: [], values: {} }, installation);
  const { streams } = json as { streams: { stream: string; good: boolean; length: number; firstBadSeq?: number }[] };
  const found = streams.find((some) => some.stream === stream);
  return { code, good: found?.good, length: found?.length, firstBadSeq: found?.firstBadSeq };
}

describe("appending", () => {
  test("numbers without a gap when 200 act at once (AL-06)", async () => {
    const { reference, reportId } = await send();
    const authors = [ann, triager];
    const acts = Array.from({ length: 200 }, (_, index) => {
      const ctx = as(db, authors[index % 2] ?? ann);
      if (index % 10 === 0) return sendMessage(ctx, reference, { text: `Message ${index}` });
      return inTransaction(ctx, (tx) =>
        recordReportEvents(tx, reportId, [{ type: "message.sent", messageId: `${index}`, side: "staff", clocks: [] }]),
      );
    });
    await Promise.all(acts);
    const ledger = await ledgerOf(db, reportId);
    expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_, index) => index + 1));
    expect(ledger.filter(({ type }) => type === "message.sent")).toHaveLength(acts.length);
    expect(await verify(`report:${reportId}`)).toMatchObject({ good: true, length: ledger.length });
  });

  test("streams that do not exist yet begin at one, whoever comes first", async () => {
    const before = await inTransaction(systemAt(db), (tx) =>
      tx.db.execute<{ seq: number }>(sql`select seq from ledger_heads where stream = 'system'`),
    );
    const kid = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    await Promise.all(
      Array.from({ length: 8 }, () =>
        inTransaction(systemAt(db), (tx) => recordSystemEvent(tx, { type: "receipt_key.created", kid })),
      ),
    );
    expect(await verify("system")).toMatchObject({ good: true, length: (before[0]?.seq ?? 0) + 8 });
  });

  test("an act that fails afterwards leaves neither event nor number", async () => {
    const { reportId } = await send();
    const before = await ledgerOf(db, reportId);
    const failing = inTransaction(as(db, triager), async (tx) => {
      await recordReportEvents(tx, reportId, [{ type: "message.sent", messageId: "m", side: "staff", clocks: [] }]);
      throw new Error("something else failed");
    });
    await expect(failing).rejects.toThrow("something else failed");
    expect(await ledgerOf(db, reportId)).toEqual(before);
    expect(await verify(`report:${reportId}`)).toMatchObject({ good: true, length: before.length });
  });

  test("an event that the catalogue does not know is refused, and with it the act", async () => {
    const { reportId } = await send();
    const unknown = [{ type: "message.sent", messageId: "m", side: "staff", text: "the words of a report" }];
    await expect(
      inTransaction(as(db, triager), (tx) =>
        recordReportEvents(tx, reportId, unknown as unknown as ReportEventInput[]),
      ),
    ).rejects.toThrow();
    expect(await ledgerOf(db, reportId)).toHaveLength(2);
  });

  test("says who acted, and not more of them than an opaque id", async () => {
    const { reference, reportId } = await send();
    await sendMessage(as(db, triager), reference, { text: "Hello." });
    const who = (await ledgerOf(db, reportId)).map(({ actorKind, actorId }) => [actorKind, actorId]);
    expect(who[0]).toEqual(["researcher", ann.kind === "researcher" ? ann.accountId : ""]);
    expect(who.at(-1)).toEqual(["staff", triager.kind === "staff" ? triager.accountId : ""]);
  });
});

describe("audit verify finds what was done past the portal (AL-03, AL-04)", () => {
  let stream = "";
  beforeEach(async () => {
    const { reference, reportId } = await send();
    for (const text of ["One.", "Two.", "Three."]) await sendMessage(as(db, ann), reference, { text });
    stream = `report:${reportId}`;
    expect(await verify(stream)).toMatchObject({ good: true, length: 5 });
  });

  /** As a superuser who has switched the triggers off. */
  async function tamper(work: (tx: Sql) => Promise<unknown>): Promise<void> {
    await superuser.unsafe("alter table events disable trigger user");
    await work(superuser);
    await superuser.unsafe("alter table events enable trigger user");
  }

  test.each<[string, number, (tx: Sql) => Promise<unknown>]>([
    [
      "one value changed",
      3,
      (tx) =>
        tx`update events set payload = jsonb_set(payload, '{side}', '"staff"') where stream = ${stream} and seq = 3`,
    ],
    [
      "the time changed by a millisecond",
      2,
      (tx) => tx`update events set at = at + interval '1 ms' where stream = ${stream} and seq = 2`,
    ],
    ["the actor changed", 4, (tx) => tx`update events set actor_kind = 'system' where stream = ${stream} and seq = 4`],
    [
      "the type of the row changed",
      4,
      (tx) => tx`update events set type = 'note.added' where stream = ${stream} and seq = 4`,
    ],
    [
      "one bit of a hash changed",
      1,
      (tx) =>
        tx`update events set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where stream = ${stream} and seq = 1`,
    ],
    ["one removed", 3, (tx) => tx`delete from events where stream = ${stream} and seq = 3`],
    ["the first removed", 1, (tx) => tx`delete from events where stream = ${stream} and seq = 1`],
    ["the last removed", 5, (tx) => tx`delete from events where stream = ${stream} and seq = 5`],
    ["all removed", 1, (tx) => tx`delete from events where stream = ${stream}`],
    ["the head removed", 1, (tx) => tx`delete from ledger_heads where stream = ${stream}`],
    [
      "two exchanged",
      3,
      async (tx) => {
        await tx`update events set seq = 99 where stream = ${stream} and seq = 3`;
        await tx`update events set seq = 3 where stream = ${stream} and seq = 4`;
        await tx`update events set seq = 4 where stream = ${stream} and seq = 99`;
      },
    ],
    [
      "one inserted in the middle",
      3,
      async (tx) => {
        await tx`update events set seq = seq + 100 where stream = ${stream} and seq >= 3`;
        await tx`insert into events select stream, 3, report_id, type, at, actor_kind, actor_id, payload, prev_hash, hash
          from events where stream = ${stream} and seq = 2`;
        await tx`update events set seq = seq - 99 where stream = ${stream} and seq > 100`;
      },
    ],
  ])("%s: first bad is %i", async (_what, firstBadSeq, work) => {
    await tamper(work);
    expect(await verify(stream)).toMatchObject({ code: 1, good: false, firstBadSeq });
  });
});

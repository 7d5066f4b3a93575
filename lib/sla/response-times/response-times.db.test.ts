import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { inTransaction } from "@/lib/request/transaction";
import { calculateResponseTimes, judgedStatement } from "./mutations";
import { publicResponseTimes } from "./queries";

const database = await testDatabase();
const db = database.app;
const visitor = as(db, { kind: "anonymous" });

let smile: TestProgram;
let cardihab: TestProgram;
beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
});

const NOW = "2026-03-31T15:00:00Z";

describe("response times", () => {
  test("are calculated for every program, shown from five on, and read by a visitor without a report", async () => {
    const ann = await newResearcher(db);
    const triager = await newStaff(db, smile, "triager");
    for (const [day, waitHours] of [
      [2, 2],
      [3, 4],
      [9, 6],
      [10, 8],
      [16, 200],
    ] as const) {
      const sent = new Date(Date.UTC(2026, 2, day, 15)).toISOString();
      const { reference } = await sendReport(as(db, ann, sent), smile.policy);
      const answered = new Date(Date.parse(sent) + waitHours * 3_600_000);
      await moveReport(as(db, triager, answered), reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
    }
    await sendReport(as(db, ann, "2026-03-30T15:00:00Z"), cardihab.policy);
    expect(await publicResponseTimes(visitor, smile.slug)).toBeNull();
    expect(await calculateResponseTimes(systemAt(db, NOW))).toEqual({ programs: 2 });

    const found = await publicResponseTimes(visitor, smile.slug);
    const [acknowledge, verify] = found?.figures.commitments ?? [];
    expect(acknowledge).toMatchObject({ clock: "acknowledge", shown: true, count: 5, share: 0.8 });
    if (!acknowledge?.shown) throw new Error("nothing is shown");
    expect(Math.round(acknowledge.median.ms / 3_600_000)).toBe(6);
    expect(Math.round(acknowledge.p90.ms / 3_600_000)).toBe(200);
    // Nobody decided on any of the five: all are later than usual, and none has its answer yet.
    expect(verify).toMatchObject({ clock: "verify", shown: true, count: 5, share: 0, median: { atLeast: true } });
    expect((await publicResponseTimes(visitor, cardihab.slug))?.figures.commitments).toEqual([
      { clock: "first_response", shown: false },
    ]);

    await calculateResponseTimes(systemAt(db, "2026-09-30T15:00:00Z"));
    const later = await publicResponseTimes(visitor, smile.slug);
    expect(later?.figures.commitments.every(({ shown }) => !shown)).toBe(true);
  });

  test("nobody but the portal calculates, and row security keeps others from writing", async () => {
    const admin = await newStaff(db, smile, "admin");
    for (const ctx of [visitor, as(db, admin)]) {
      await expect(calculateResponseTimes(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
      const changed = await inTransaction(ctx, (tx) =>
        tx.db.execute(sql`update response_times set figures = '{}' returning program_id`),
      );
      expect([...changed]).toEqual([]);
    }
  });

  test("read the window through its index and nothing before it", async () => {
    const plan = await inTransaction(systemAt(db), async (tx) => {
      await tx.db.execute(sql`set local enable_seqscan = off`);
      const rows = await tx.db.execute<Record<"QUERY PLAN", string>>(
        sql`explain ${judgedStatement(new Date("2026-01-01T00:00:00Z"), new Date(NOW))}`,
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toContain("clocks_judged");
    expect(plan).toMatch(/Index Cond: .*LEAST\(due_at, stopped_at\) >= .*LEAST\(due_at, stopped_at\) <=/);
    expect(plan).not.toMatch(/Seq Scan on clocks/);
  });
});

import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { mails, policyVersions } from "@/db/schema";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  openProgram,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { inTransaction } from "@/lib/request/transaction";
import { remindOfReviews, tellPublished } from "./mutations";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let cardihab: TestProgram;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
});

async function told(actor: Actor & { accountId: string }, template: string): Promise<number> {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select()
      .from(mails)
      .where(and(eq(mails.accountId, actor.accountId), eq(mails.template, template))),
  );
  return rows.length;
}

describe("reminders of the yearly review", () => {
  test("come at 60, 30, 7 and 0 days, once each, in the zone of the program", async () => {
    const owner = await newStaff(db, smile, "policy_owner");
    const coordinator = await newStaff(db, smile, "coordinator");
    const triager = await newStaff(db, smile, "triager");
    // Reviewed on 22 April 2025: due on 22 April 2026, Toronto.
    const days: [string, number][] = [
      ["2026-02-21T04:59:59Z", 0],
      ["2026-02-21T05:00:00Z", 1],
      ["2026-03-23T03:59:59Z", 1],
      ["2026-03-23T04:00:00Z", 2],
      ["2026-03-24T12:00:00Z", 2],
      ["2026-04-15T04:00:00Z", 3],
      ["2026-04-22T04:00:00Z", 4],
      ["2026-04-23T04:00:00Z", 4],
      ["2026-09-01T00:00:00Z", 4],
    ];
    for (const [at, mailed] of days) {
      await Promise.all([remindOfReviews(systemAt(db, at)), remindOfReviews(systemAt(db, at))]);
      for (const actor of [owner, coordinator]) expect([at, await told(actor, "policy_news")]).toEqual([at, mailed]);
    }
    expect(await told(triager, "policy_news")).toBe(0);
  });

  test("that were all missed come as one mail", async () => {
    const late = await openProgram(db, { ...smile.policy, program: "late" }, ontarioCalendar, {
      referencePrefix: "LATE",
      position: 9,
    });
    const owner = await newStaff(db, late, "policy_owner");
    expect(await remindOfReviews(systemAt(db, "2027-03-01T00:00:00Z"))).toEqual({ reminded: 1 });
    expect(await told(owner, "policy_news")).toBe(1);
  });

  test("are the portal's own work", async () => {
    const owner = await newStaff(db, smile, "policy_owner");
    await expect(remindOfReviews(as(db, owner))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(tellPublished(as(db, owner), { policyVersionId: smile.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

test("a publication is told to staff who govern, and to whoever is writing a report to the program", async () => {
  const writing = await newResearcher(db);
  await writeDraft(as(db, writing), smile.policy);
  const elsewhere = await newResearcher(db);
  await writeDraft(as(db, elsewhere), cardihab.policy);
  const executive = await newStaff(db, smile, "executive");
  const [version] = await db
    .select({ id: policyVersions.id })
    .from(policyVersions)
    .where(eq(policyVersions.programId, smile.id));
  await tellPublished(systemAt(db), { policyVersionId: version?.id ?? "" });
  expect(await told(writing, "policy_changed")).toBe(1);
  expect(await told(elsewhere, "policy_changed")).toBe(0);
  expect(await told(executive, "policy_news")).toBe(1);
});

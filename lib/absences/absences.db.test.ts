import { beforeAll, describe, expect, test } from "vitest";
import { events, mails } from "@/db/schema";
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
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { assignReport } from "@/lib/reports/mutations/assign";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { watchClocks } from "@/lib/reports/mutations/watch-clocks";
import { getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { endAbsence, setAbsence } from "./mutations";
import { readAbsences } from "./queries";
import { absenceSchema } from "./schema";

const database = await testDatabase();
const db = database.app;
/** A Monday: acknowledge is due by the end of Wednesday. */
const MONDAY = new Date("2026-03-02T15:00:00Z");
const hoursOn = (hours: number) => new Date(MONDAY.getTime() + hours * 3_600_000);

let smile: TestProgram;
let cardihab: TestProgram;
let ann: Actor & { kind: "staff" };
let bob: Actor & { kind: "staff" };
let lead: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  ann = await newStaff(db, smile, "triager");
  bob = await newStaff(db, smile, "triager");
  lead = await newStaff(db, smile, "coordinator");
});

const of = ({ accountId }: { accountId: string }) => memberHandle(accountId);
const days = (who: { accountId: string }, cover = "", from = "2026-03-02", until = "2026-03-13") => ({
  who: of(who),
  from,
  until,
  cover,
});
const set = (actor: Actor, input: ReturnType<typeof days>, at: Date = MONDAY) =>
  setAbsence(as(db, actor, at), smile.slug, absenceSchema.parse(input));
const awayNow = async (at: Date = MONDAY) =>
  (await readAbsences(as(db, ann, at), smile.slug)).team.filter(({ away }) => away?.now).map(({ handle }) => handle);

/** Accounts that a round of the watch mailed. */
async function warned(at: Date): Promise<(string | null)[]> {
  const known = await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails));
  await watchClocks(systemAt(db, at));
  const all = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails));
  return all
    .filter(({ id, template }) => template === "clock_news" && !known.some((mail) => mail.id === id))
    .map(({ accountId }) => accountId)
    .sort();
}

describe("being away", () => {
  test("is said of oneself, by a coordinator of anybody, and leaves its event", async () => {
    await set(ann, days(ann, of(bob)));
    expect(await awayNow()).toEqual([of(ann)]);
    await set(lead, days(bob));
    await set(lead, days(ann, "", "2026-03-03", "2026-03-04"));
    expect(await awayNow()).toEqual([of(bob)]);
    await endAbsence(as(db, bob, MONDAY), smile.slug, { who: of(bob) });
    await endAbsence(as(db, lead, MONDAY), smile.slug, { who: of(ann) });
    expect(await awayNow()).toEqual([]);
    const recorded = await inTransaction(systemAt(db), (tx) => tx.db.select().from(events).orderBy(events.seq));
    expect(recorded.map(({ type }) => type).filter((type) => type.startsWith("absence."))).toEqual([
      "absence.set",
      "absence.set",
      "absence.set",
      "absence.ended",
      "absence.ended",
    ]);
  });

  test("is not said of a colleague without coordinating, nor seen or said from outside the team", async () => {
    await expect(set(ann, days(bob))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const outside: Actor[] = [
      await newStaff(db, cardihab, "coordinator"),
      await newStaff(db, smile, "auditor"),
      await newStaff(db, smile, "admin"),
      await newResearcher(db),
    ];
    for (const actor of outside) {
      await expect(set(actor, days(ann))).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(readAbsences(as(db, actor), smile.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await awayNow()).toEqual([]);
  });

  test("takes days that can be, and a cover of the team", async () => {
    const past = { ...days(ann, "", "2026-02-01", "2026-02-02") };
    await expect(set(ann, past)).rejects.toMatchObject({ fieldErrors: { until: [expect.stringContaining("over")] } });
    const stranger = of(await newStaff(db, cardihab, "triager"));
    await expect(set(ann, days(ann, stranger))).rejects.toMatchObject({ code: "INVALID" });
    for (const bad of [
      days(ann, "", "2026-03-05", "2026-03-04"),
      days(ann, of(ann)),
      days(ann, "", "2026-03-05", "2028-03-05"),
      days(ann, "", "tomorrow"),
    ]) {
      expect(absenceSchema.safeParse(bad).success).toBe(false);
    }
    await expect(endAbsence(as(db, ann), smile.slug, { who: of(ann) })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("the warnings of clocks", () => {
  test("go to whoever covers; where that one may not read the report, to the team; the picker says who is away", async () => {
    await set(ann, days(ann, of(bob)));
    const reporter = as(db, await newResearcher(db), MONDAY);
    const one = await sendReport(reporter, smile.policy);
    await assignReport(as(db, lead, MONDAY), one.reference, { assignee: of(ann), version: 1 });
    const { candidates } = await getStaffReport(as(db, bob, MONDAY), one.reference);
    expect(candidates.map(({ handle, away }) => [handle, away])).toEqual(
      expect.arrayContaining([
        [of(ann), "13 Mar"],
        [of(bob), null],
      ]),
    );
    expect(await warned(hoursOn(36))).toEqual([bob.accountId]);

    const two = await sendReport(reporter, smile.policy);
    await restrictReport(as(db, lead, MONDAY), two.reference, {
      version: 1,
      readers: [of(ann), of(lead)],
      reason: "It names a colleague.",
    });
    await assignReport(as(db, lead, MONDAY), two.reference, { assignee: of(ann), version: 2 });
    // Of those who read it, the coordinator alone is in.
    expect(await warned(hoursOn(37))).toEqual([lead.accountId]);
    await endAbsence(as(db, ann, MONDAY), smile.slug, { who: of(ann) });
    const three = await sendReport(reporter, smile.policy);
    await assignReport(as(db, lead, MONDAY), three.reference, { assignee: of(ann), version: 1 });
    expect(await warned(hoursOn(38))).toEqual([ann.accountId]);
  });
});

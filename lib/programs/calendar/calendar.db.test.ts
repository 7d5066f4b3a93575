import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { calendarVersions, clocks, events } from "@/db/schema";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
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
import type { StaffRole } from "@/lib/auth/policy";
import { publishPolicyVersion } from "@/lib/policy/mutations";
import { publishCalendar } from "@/lib/programs/mutations";
import { inTransaction } from "@/lib/request/transaction";
import type { Calendar } from "@/lib/sla/types";
import { calendarPrograms, calendarSettings } from "./queries";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
});

/** Friday, 3 July is a day off in the next version. */
const longer = (version: number): Calendar => ({
  ...ontarioCalendar,
  version,
  holidays: [...ontarioCalendar.holidays, { date: `2026-07-0${version}`, name: `Day of version ${version}` }].sort(
    (a, b) => a.date.localeCompare(b.date),
  ),
});

const storedDues = (reportId: string) =>
  inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ clock: clocks.clock, due: clocks.dueAt, calendar: clocks.calendarVersion })
      .from(clocks)
      .where(eq(clocks.reportId, reportId))
      .orderBy(clocks.clock),
  );

describe("publishing a calendar", () => {
  test("adds a version, leaves its event, and moves no due date; a policy that names it counts new reports by it", async () => {
    const owner = await newStaff(db, smile, "policy_owner");
    const ann = await newResearcher(db);
    const wednesday = "2026-07-01T15:00:00Z";
    const before = await sendReport(as(db, ann, wednesday), smile.policy);
    const dues = await storedDues(before.reportId);

    await expect(publishCalendar(as(db, owner), { programSlug: smile.slug, calendar: longer(2) })).resolves.toEqual({
      version: 2,
    });
    const [event] = await db
      .select({ payload: events.payload, actorId: events.actorId })
      .from(events)
      .where(and(eq(events.stream, `program:${smile.id}`), eq(events.type, "calendar.published")))
      .orderBy(desc(events.seq));
    expect(event).toEqual({ payload: { type: "calendar.published", version: 2 }, actorId: owner.accountId });
    expect(await storedDues(before.reportId)).toEqual(dues);

    const between = await sendReport(as(db, ann, wednesday), smile.policy);
    expect(await storedDues(between.reportId)).toEqual(dues);

    const next = { ...smile.policy, version: "1.3", calendar: { ...smile.policy.calendar, version: 2 } };
    await publishPolicyVersion(systemAt(db), { programSlug: smile.slug, document: next });
    const after = await sendReport(as(db, ann, wednesday), next);
    const [acknowledge] = await storedDues(after.reportId);
    expect(acknowledge).toEqual({ clock: "acknowledge", due: new Date("2026-07-07T04:00:00Z"), calendar: 2 });
    expect(dues[0]).toEqual({ clock: "acknowledge", due: new Date("2026-07-04T04:00:00Z"), calendar: 1 });
    expect(await storedDues(before.reportId)).toEqual(dues);

    const settings = await calendarSettings(as(db, owner), { programSlug: smile.slug });
    expect(settings.versions.map(({ calendar, policies, by }) => [calendar.version, policies, by])).toEqual([
      [2, ["1.3"], "Somebody"],
      [1, ["1.2"], null],
    ]);
    expect(settings.versions[0]?.changes).toEqual(["Holiday added: Thu 2 Jul 2026, Day of version 2"]);
    expect(settings.versions[1]?.changes).toBeNull();
  });

  test("the second of two at once loses, and nothing is published twice or without a difference", async () => {
    const admin = await newStaff(db, smile, "admin");
    const publish = (calendar: Calendar) => publishCalendar(as(db, admin), { programSlug: smile.slug, calendar });
    const [first, second] = await Promise.allSettled([publish(longer(3)), publish(longer(3))]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
    const lost = first.status === "rejected" ? first : second;
    expect(lost).toMatchObject({ reason: { code: "CONFLICT" } });
    await expect(publish({ ...longer(3), version: 4 })).rejects.toMatchObject({
      code: "INVALID",
      message: "Nothing differs from version 3.",
    });
    const stored = await db.select().from(calendarVersions).where(eq(calendarVersions.programId, smile.id));
    expect(stored).toHaveLength(3);
  });

  test("a calendar that can count no day is refused in words", async () => {
    const admin = await newStaff(db, cardihab, "admin");
    const holidays = Array.from({ length: 400 }, (_, index) => ({
      date: new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10),
      name: "Closed",
    }));
    const calendar = { ...ontarioCalendar, version: 2, holidays };
    await expect(publishCalendar(as(db, admin), { programSlug: cardihab.slug, calendar })).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("no working day"),
    });
  });
});

describe("who reads and changes it", () => {
  const ROLES: [StaffRole, "changes" | "reads" | "neither"][] = [
    ["admin", "changes"],
    ["policy_owner", "changes"],
    ["coordinator", "reads"],
    ["triager", "neither"],
    ["executive", "neither"],
    ["privacy_officer", "neither"],
    ["auditor", "neither"],
  ];
  test.each(ROLES)("%s: %s", async (role, may) => {
    const ctx = as(db, await newStaff(db, cardihab, role));
    const settings = calendarSettings(ctx, { programSlug: cardihab.slug });
    if (may === "neither") await expect(settings).rejects.toMatchObject({ code: "NOT_FOUND" });
    else await expect(settings).resolves.toMatchObject({ mayPublish: may === "changes" });
    expect(await calendarPrograms(ctx)).toEqual(may === "neither" ? [] : [cardihab.slug]);
    await expect(calendarSettings(ctx, { programSlug: smile.slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
    if (may === "changes") return;
    const calendar = { ...longer(2), version: 2 };
    await expect(publishCalendar(ctx, { programSlug: cardihab.slug, calendar })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("neither researchers nor visitors", async () => {
    for (const actor of [await newResearcher(db), { kind: "anonymous" as const }])
      await expect(calendarSettings(as(db, actor), {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

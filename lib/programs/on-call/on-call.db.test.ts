import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { events, mails, programs } from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, systemAt, type TestProgram, visitor } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { sendNotice } from "@/lib/reports/mutations/urgent";
import { inTransaction } from "@/lib/request/transaction";
import { newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { clearOnCall, setOnCall, testOnCall } from "./mutations";
import { onCallSettings } from "./queries";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let privacy: Actor;
let admin: Actor;

const steppedUp = (actor: Actor): Actor => (actor.kind === "staff" ? { ...actor, steppedUp: true } : actor);

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  privacy = steppedUp(await newStaff(db, smile, "privacy_officer"));
  admin = steppedUp(await newStaff(db, smile, "admin"));
});

const settings = (actor: Actor = privacy) => onCallSettings(as(db, actor), smile.slug);
const set = async (address: string, actor: Actor = privacy) =>
  setOnCall(as(db, actor), { programSlug: smile.slug, address, known: (await settings()).known });

/** The mails to addresses that are nobody's account, in the order in which they were promised. */
async function mailed(): Promise<string[]> {
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id));
  return rows.flatMap(({ id, template, addressSealed }) => {
    if (addressSealed === null) return [];
    const place = { table: "mails", column: "address_sealed", rowId: id };
    return [`${template} ${openWithRing(ring(), place, addressSealed)}`];
  });
}

const recorded = async () => {
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(events).orderBy(events.seq));
  return rows.map(({ payload }) => payload).filter(({ type }) => type.startsWith("on_call."));
};

describe("the address on call", () => {
  test("is set, tried, changed and cleared, each with its event and its mails; it lies sealed", async () => {
    expect(await settings()).toMatchObject({ address: null, known: "", privacyOfficers: 1 });
    await set("night@smile.example");
    expect((await settings(admin)).address).toBe("night@smile.example");
    const [row] = await db.select().from(programs).where(eq(programs.slug, smile.slug));
    expect(row?.onCallSealed?.includes("night@")).toBe(false);
    await testOnCall(as(db, admin), smile.slug);
    await set("pager@smile.example", admin);
    await sendNotice(as(db, visitor), { programSlug: smile.slug, answers: { exposed: "yes" }, key: newToken() });
    await clearOnCall(as(db, privacy), { programSlug: smile.slug, known: (await settings()).known });
    await sendNotice(as(db, visitor), { programSlug: smile.slug, answers: { exposed: "yes" }, key: newToken() });
    expect((await mailed()).sort()).toEqual(
      [
        "on_call_test night@smile.example",
        "on_call_test night@smile.example",
        "on_call_test pager@smile.example",
        "on_call_ended night@smile.example",
        "staff_news pager@smile.example",
        "on_call_ended pager@smile.example",
      ].sort(),
    );
    // With nobody on call the privacy officers are still mailed, at their own addresses.
    const own = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.template, "staff_news")),
    );
    expect(own.filter(({ accountId }) => accountId === (privacy.kind === "staff" && privacy.accountId))).toHaveLength(
      2,
    );
    expect(await recorded()).toEqual([
      { type: "on_call.set", replaces: false },
      { type: "on_call.set", replaces: true },
      { type: "on_call.cleared" },
    ]);
    expect((await settings()).address).toBeNull();
  });

  test("is nobody's to see or change but a privacy officer's or an admin's of the program", async () => {
    const others: Actor[] = [visitor, await newResearcher(db)];
    for (const role of ["triager", "coordinator", "policy_owner", "executive", "auditor"] satisfies StaffRole[]) {
      others.push(steppedUp(await newStaff(db, smile, role)));
    }
    others.push(steppedUp(await newStaff(db, cardihab, "privacy_officer")));
    const { known } = await settings();
    for (const actor of others) {
      const ctx = as(db, actor);
      const tries = [
        () => onCallSettings(ctx, smile.slug),
        () => setOnCall(ctx, { programSlug: smile.slug, address: "mine@evil.example", known }),
        () => clearOnCall(ctx, { programSlug: smile.slug, known }),
        () => testOnCall(ctx, smile.slug),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await settings()).address).toBeNull();
  });

  test("needs the second factor again, and a page that is not older than the last change", async () => {
    const officer = await newStaff(db, smile, "privacy_officer");
    const input = { programSlug: smile.slug, address: "night@smile.example", known: (await settings()).known };
    await expect(setOnCall(as(db, officer), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const both = await Promise.allSettled([
      setOnCall(as(db, privacy), input),
      setOnCall(as(db, admin), { ...input, address: "other@smile.example" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    await expect(clearOnCall(as(db, privacy), input)).rejects.toMatchObject({ code: "CONFLICT" });
    await clearOnCall(as(db, privacy), { programSlug: smile.slug, known: (await settings()).known });
    const again = { programSlug: smile.slug, known: (await settings()).known };
    await expect(clearOnCall(as(db, privacy), again)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(testOnCall(as(db, privacy), smile.slug)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

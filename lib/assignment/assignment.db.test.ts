import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { assignmentRules, events } from "@/db/schema";
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
  type Typed,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { setAbsence } from "@/lib/absences/mutations";
import type { Actor } from "@/lib/auth/policy";
import { productsOf } from "@/lib/policy/document";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { assignReport } from "@/lib/reports/mutations/assign";
import { moveReport } from "@/lib/reports/mutations/move";
import { sendNotice } from "@/lib/reports/mutations/urgent";
import { inTransaction } from "@/lib/request/transaction";
import { newToken } from "@/lib/vault/lookup";
import { addRule, arrangeRule, assignReceived, setOtherwise } from "./mutations";
import { assignmentSettings } from "./queries";
import { newRuleSchema } from "./schema";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let ann: Actor & { kind: "staff" };
let bob: Actor & { kind: "staff" };
let lead: Actor & { kind: "staff" };
let privacy: Actor & { kind: "staff" };
let admin: Actor & { kind: "staff" };
let reporter: Actor;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  ann = await newStaff(db, smile, "triager");
  bob = await newStaff(db, smile, "triager");
  lead = await newStaff(db, smile, "coordinator");
  privacy = await newStaff(db, smile, "privacy_officer");
  admin = await newStaff(db, smile, "admin");
  reporter = await newResearcher(db);
});

beforeEach(() => inTransaction(systemAt(db), (tx) => tx.db.delete(assignmentRules)));

const of = ({ accountId }: { accountId: string }) => memberHandle(accountId);
const rule = (given: Record<string, unknown>, rev: number) =>
  newRuleSchema.parse({ product: "", situation: "", rated: "", ...given, rev });
const add = (given: Record<string, unknown>, rev: number, actor: Actor = lead) =>
  addRule(as(db, actor), smile.slug, rule(given, rev));
const settings = (actor: Actor = lead) => assignmentSettings(as(db, actor), smile.slug, null);

async function received(typed: Typed = {}) {
  const { reference, reportId } = await sendReport(as(db, reporter), smile.policy, typed);
  await assignReceived(systemAt(db), reportId);
  return { reference, reportId, assigneeId: (await reportRow(db, reference)).assigneeId };
}

describe("what is received", () => {
  test("is nobody's without rules, and goes where the first rule that is for it says, which its history names", async () => {
    expect((await received()).assigneeId).toBeNull();
    await add({ rated: "critical", to: of(lead) }, 0);
    await add({ product: productsOf(smile.policy)[0]?.key, to: of(bob) }, 1);
    const { reportId, assigneeId } = await received();
    expect(assigneeId).toBe(bob.accountId);
    const last = (await ledgerOf(db, reportId)).at(-1);
    expect(last).toMatchObject({
      actorKind: "system",
      payload: { type: "report.assigned", because: { rule: 2, rev: 2, insteadOf: null } },
    });
    const worst = { cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H" };
    expect((await received(worst)).assigneeId).toBe(lead.accountId);
    const open = await received({ productId: "not_sure" });
    expect(open.assigneeId).toBeNull();
  });

  test("goes to whoever carries the fewest open reports and is in", async () => {
    await setOtherwise(as(db, lead), smile.slug, { otherwise: "fewest", rev: 0 });
    const first = (await received()).assigneeId;
    const second = (await received()).assigneeId;
    expect(new Set([first, second])).toEqual(new Set([ann.accountId, bob.accountId]));
    // A day to each side, whatever the program's zone makes of this instant.
    const [from = "", until = ""] = [-1, 1].map((days) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
    );
    await setAbsence(as(db, ann), smile.slug, { who: of(ann), from, until, cover: "" });
    expect([(await received()).assigneeId, (await received()).assigneeId]).toEqual([bob.accountId, bob.accountId]);
  });

  test("is left with whoever took it up before the rules were asked, and asked for once", async () => {
    await add({ to: of(bob) }, 0);
    const { reference, reportId } = await sendReport(as(db, reporter), smile.policy);
    await assignReport(as(db, lead), reference, { assignee: of(lead), version: 1 });
    expect(await assignReceived(systemAt(db), reportId)).toEqual({ assigned: false });
    const begun = await sendReport(as(db, reporter), smile.policy);
    await moveReport(as(db, ann), begun.reference, moveSchema.parse({ move: "start_checking", version: 1 }));
    expect(await assignReceived(systemAt(db), begun.reportId)).toEqual({ assigned: false });
    const both = await sendReport(as(db, reporter), smile.policy);
    const done = await Promise.all([1, 2].map(() => assignReceived(systemAt(db), both.reportId)));
    expect(done.map(({ assigned }) => assigned).sort()).toEqual([false, true]);
    await expect(assignReceived(as(db, lead), reportId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("as a sealed notice goes to nobody who may not read it, whatever the rules name", async () => {
    await add({ situation: "urgent", to: of(bob) }, 0);
    await add({ to: "fewest" }, 1);
    const sent = await sendNotice(as(db, visitor), {
      programSlug: smile.slug,
      answers: { exposed: "yes" },
      key: newToken(),
    });
    const { id } = await reportRow(db, sent.reference);
    await assignReceived(systemAt(db), id);
    expect((await reportRow(db, sent.reference)).assigneeId).toBe(privacy.accountId);
  });
});

describe("the rules", () => {
  test("are read in words, moved, taken out, and leave their events", async () => {
    await add({ situation: "exploited", rated: "high", to: of(ann) }, 0);
    await add({ to: "nobody" }, 1, admin);
    await arrangeRule(as(db, lead), smile.slug, { rule: 2, what: "up", rev: 2 });
    const { rules, rev } = await settings();
    expect(rules.map(({ when }) => when)).toEqual([
      "Every report",
      "It is being exploited · rated high or worse by its reporter",
    ]);
    expect(rev).toBe(3);
    await arrangeRule(as(db, lead), smile.slug, { rule: 1, what: "remove", rev: 3 });
    expect((await settings()).rules).toHaveLength(1);
    const recorded = await inTransaction(systemAt(db), (tx) => tx.db.select().from(events).orderBy(events.seq));
    expect(recorded.map(({ payload }) => payload).at(-1)).toMatchObject({ type: "assignment.changed", rev: 4 });
  });

  test("are tried before anything is sent", async () => {
    await add({ rated: "high", to: of(bob) }, 0);
    const asked = { product: null, situations: [], rated: "critical" as const };
    const { trial } = await assignmentSettings(as(db, lead), smile.slug, asked);
    expect(trial).toBe("It would go to Somebody: rule 1 is the first that is for it and leads to somebody.");
    const low = await assignmentSettings(as(db, lead), smile.slug, { ...asked, rated: "low" });
    expect(low.trial).toBe("It would stay the team’s: no rule leads to somebody.");
    await setOtherwise(as(db, admin), smile.slug, { otherwise: "fewest", rev: 1 });
    const byAdmin = await assignmentSettings(as(db, admin), smile.slug, { ...asked, rated: "low" });
    expect(byAdmin.trial).toMatch(/^It would go to whoever of those in carries the fewest/);
  });

  test("are changed by a coordinator or an administrator of the program alone", async () => {
    await expect(add({ to: "fewest" }, 0, ann)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const others: Actor[] = [
      privacy,
      reporter,
      visitor,
      await newStaff(db, cardihab, "coordinator"),
      await newStaff(db, smile, "auditor"),
    ];
    for (const actor of others) {
      await expect(add({ to: "fewest" }, 0, actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(settings(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await settings(ann)).mayChange).toBe(false);
  });

  test("take products of the policy and people of the team, and of two changes at once one", async () => {
    await expect(add({ product: "nothing", to: "fewest" }, 0)).rejects.toMatchObject({ code: "INVALID" });
    await expect(add({ to: "0".repeat(32) }, 0)).rejects.toMatchObject({ code: "INVALID" });
    const both = await Promise.allSettled([add({ to: of(ann) }, 0), add({ to: of(bob) }, 0, admin)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    await expect(arrangeRule(as(db, lead), smile.slug, { rule: 7, what: "remove", rev: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

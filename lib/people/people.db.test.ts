import { and, eq, isNull } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { accounts, accountTokens, events, memberships } from "@/db/schema";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import {
  as,
  ledgerOf,
  newAccount,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { inviteStaff } from "@/lib/accounts/mutations/invite-staff";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { assignReport } from "@/lib/reports/mutations/assign";
import { inTransaction } from "@/lib/request/transaction";
import { keepRoles, unblockMember, withdrawInvitation } from "./mutations";
import { readTeam } from "./queries";

const database = await testDatabase();
const db = database.app;
const { smile, cardihab } = await openPortal(db);

type Staff = Actor & { kind: "staff" };
const steppedUp = (actor: Staff): Staff => ({ ...actor, steppedUp: true });

let admin: Staff;

beforeEach(async () => {
  await database.owner.delete(memberships);
  admin = steppedUp(await newStaff(db, smile, "admin"));
});

const handleOf = (actor: Staff) => memberHandle(actor.accountId);
const team = (actor: Actor = admin, program: TestProgram = smile) => readTeam(as(db, actor), program.slug);

function keep(actor: Actor, member: Staff, kept: string[], shown: string[], block = false): Promise<void> {
  return keepRoles(as(db, actor), { programSlug: smile.slug, member: handleOf(member), keep: kept, shown, block });
}

async function programEvents(type: string) {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ payload: events.payload })
      .from(events)
      .where(and(eq(events.type, type), isNull(events.reportId))),
  );
  return rows.map(({ payload }) => payload);
}

const rolesOf = async (actor: Staff) => {
  const rows = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.accountId, actor.accountId), isNull(memberships.endedAt)));
  return rows.map(({ role }) => role).sort();
};

describe("who works for a program", () => {
  test("is read by its administrators alone, with what they need and no key of an account", async () => {
    const triager = await newStaff(db, smile, "triager");
    const found = await team();
    expect(found.members.map(({ handle, roles }) => [handle, roles.map(({ role }) => role)])).toEqual([
      [handleOf(admin), ["admin"]],
      [handleOf(triager), ["triager"]],
    ]);
    // The addresses of these accounts are made of their keys.
    expect(JSON.stringify(found).replaceAll(/[\w-]+@example\.org/g, "")).not.toContain(triager.accountId);
    const others: Actor[] = [triager, await newStaff(db, cardihab, "admin"), await newResearcher(db)];
    for (const actor of others) await expect(team(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(team(admin, cardihab)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("an unticked role ends with its event, and what the person carried is nobody's again", async () => {
    const person = await newStaff(db, smile, "triager");
    await newStaff(db, smile, "policy_owner", person.accountId);
    const sent = await sendReport(as(db, await newResearcher(db)), smileDigitalHealthPolicy);
    const before = await reportRow(db, sent.reference);
    await assignReport(as(db, person), sent.reference, { assignee: handleOf(person), version: before.version });
    const at = (await programEvents("membership.ended")).length;

    await keep(admin, person, ["policy_owner"], ["triager", "policy_owner"]);

    expect(await rolesOf(person)).toEqual(["policy_owner"]);
    expect((await programEvents("membership.ended")).slice(at)).toEqual([
      { type: "membership.ended", accountId: person.accountId, role: "triager" },
    ]);
    expect((await reportRow(db, sent.reference)).assigneeId).toBeNull();
    expect((await ledgerOf(db, sent.reportId)).at(-1)?.payload).toEqual({ type: "report.assigned", assigneeId: null });
  });

  test("a role that does not carry reports ends without touching what is carried", async () => {
    const person = await newStaff(db, smile, "triager");
    await newStaff(db, smile, "policy_owner", person.accountId);
    const sent = await sendReport(as(db, await newResearcher(db)), smileDigitalHealthPolicy);
    const { version } = await reportRow(db, sent.reference);
    await assignReport(as(db, person), sent.reference, { assignee: handleOf(person), version });
    await keep(admin, person, ["triager"], ["triager", "policy_owner"]);
    expect((await reportRow(db, sent.reference)).assigneeId).toBe(person.accountId);
  });

  test("the last administrator stays, of two who end each other's role at once one stays (AZ-19)", async () => {
    await expect(keep(admin, admin, [], ["admin"])).rejects.toMatchObject({ code: "CONFLICT" });
    const other = steppedUp(await newStaff(db, smile, "admin"));
    const both = await Promise.allSettled([keep(admin, other, [], ["admin"]), keep(other, admin, [], ["admin"])]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const living = await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.role, "admin"), isNull(memberships.endedAt)));
    expect(living).toHaveLength(1);
  });

  test("roles that changed since they were shown are not ended blindly, and nothing unticked is no change", async () => {
    const person = await newStaff(db, smile, "triager");
    await expect(keep(admin, person, [], ["triager", "coordinator"])).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(keep(admin, person, ["triager"], ["triager"])).rejects.toMatchObject({ code: "INVALID" });
    expect(await rolesOf(person)).toEqual(["triager"]);
  });

  test("nobody changes it without the second factor, without the role, or from another program", async () => {
    const person = await newStaff(db, smile, "triager");
    const { steppedUp: _given, ...stale } = admin;
    await expect(keep(stale, person, [], ["triager"])).rejects.toMatchObject({ code: "FORBIDDEN" });
    const invite = { email: "new@example.org", programSlug: smile.slug, role: "triager" as const };
    await expect(inviteStaff(as(db, stale), invite)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const actor of [
      steppedUp(await newStaff(db, smile, "coordinator")),
      steppedUp(await newStaff(db, cardihab, "admin")),
      await newResearcher(db),
    ]) {
      await expect(keep(actor, person, [], ["triager"])).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await rolesOf(person)).toEqual(["triager"]);
  });
});

describe("keeping an account out", () => {
  test("ends its roles and its sessions, and can be undone", async () => {
    const person = await newStaff(db, smile, "triager");
    await keep(admin, person, [], ["triager"], true);
    const blocked = async () =>
      (await db.select({ at: accounts.deactivatedAt }).from(accounts).where(eq(accounts.id, person.accountId)))[0]?.at;
    expect(await blocked()).toBeInstanceOf(Date);
    expect((await team()).former).toMatchObject([{ handle: handleOf(person), blocked: true, mayUnblock: true }]);
    await unblockMember(as(db, admin), { programSlug: smile.slug, member: handleOf(person) });
    expect(await blocked()).toBeNull();
    await expect(
      unblockMember(as(db, admin), { programSlug: smile.slug, member: handleOf(person) }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await rolesOf(person)).toEqual([]);
  });

  test("is refused for oneself and for somebody who works for another program too", async () => {
    const other = steppedUp(await newStaff(db, smile, "admin"));
    await expect(keep(other, other, [], ["admin"], true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const shared = await newStaff(db, smile, "triager", await newAccount(db));
    await newStaff(db, cardihab, "triager", shared.accountId);
    await expect(keep(admin, shared, [], ["triager"], true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await team()).members.find(({ handle }) => handle === handleOf(shared))?.mayBlock).toBe(false);
    expect(await rolesOf(shared)).toEqual(["triager", "triager"]);
  });
});

test("an invitation is listed, withdrawn once, and worthless afterwards", async () => {
  await inviteStaff(as(db, admin), { email: "new@example.org", programSlug: smile.slug, role: "triager" });
  const [open] = (await team()).invitations;
  expect(open).toMatchObject({ email: "new@example.org", role: "triager" });
  const invitation = { programSlug: smile.slug, invitation: open?.handle ?? "" };
  const stranger = steppedUp(await newStaff(db, cardihab, "admin"));
  await expect(withdrawInvitation(as(db, stranger), invitation)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await withdrawInvitation(as(db, admin), invitation);
  expect((await team()).invitations).toEqual([]);
  await expect(withdrawInvitation(as(db, admin), invitation)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const [row] = await db.select().from(accountTokens).where(eq(accountTokens.purpose, "invite"));
  expect(row?.replacedAt).toBeInstanceOf(Date);
  expect(await programEvents("invitation.withdrawn")).toEqual([{ type: "invitation.withdrawn", role: "triager" }]);
});

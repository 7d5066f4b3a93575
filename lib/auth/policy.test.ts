import { describe, expect, test } from "vitest";
import { MOVE_RULES, MOVES } from "../reports/state";
import { type Action, type Actor, accountOf, can, missingRoleFor, type ReportSubject, type StaffRole } from "./policy";

const HERE = "program-here";
const ROLES: readonly StaffRole[] = [
  "triager",
  "coordinator",
  "policy_owner",
  "executive",
  "privacy_officer",
  "auditor",
  "admin",
];
const staff = (role: StaffRole, programId: string, accountId = "staff"): Actor => ({
  kind: "staff",
  accountId,
  memberships: [{ programId, programSlug: programId, role }],
});

/** Every kind of actor, each role here and elsewhere, and staff who reported to their own program. */
const ACTORS: Record<string, Actor> = {
  anonymous: { kind: "anonymous" },
  "pending staff": { kind: "pending", accountId: "staff" },
  "pending reporter": { kind: "pending", accountId: "reporter" },
  reporter: { kind: "researcher", accountId: "reporter" },
  stranger: { kind: "researcher", accountId: "stranger" },
  system: { kind: "system", job: "test" },
  "staff of nothing": { kind: "staff", accountId: "staff", memberships: [] },
  "auditor who reported": staff("auditor", HERE, "reporter"),
  ...Object.fromEntries(ROLES.map((role) => [`${role} here`, staff(role, HERE)])),
  ...Object.fromEntries(ROLES.map((role) => [`${role} elsewhere`, staff(role, "program-elsewhere")])),
};

const report: ReportSubject = { programId: HERE, reporterId: "reporter" };
const guestReport: ReportSubject = { programId: HERE, reporterId: null };

const readers = ["triager here", "coordinator here"];
const own = ["reporter", "auditor who reported"];
const withAccount = Object.keys(ACTORS).filter(
  (name) => !["anonymous", "pending staff", "pending reporter", "system"].includes(name),
);

/** Who may do what; everybody who is not named is refused. */
const TABLE: [string, (actor: Actor) => boolean, string[]][] = [
  ["draft.use", (actor) => can(actor, "draft.use", { accountId: "reporter" }), own],
  ["report.submit", (actor) => can(actor, "report.submit", null), withAccount],
  ["report.read", (actor) => can(actor, "report.read", report), ["system", ...own, ...readers]],
  ["report.read of a guest", (actor) => can(actor, "report.read", guestReport), ["system", ...readers]],
  ["report.reply", (actor) => can(actor, "report.reply", report), [...own, ...readers]],
  ["report.reply to a guest", (actor) => can(actor, "report.reply", guestReport), readers],
  ["report.note", (actor) => can(actor, "report.note", report), readers],
  ["queue.read", (actor) => can(actor, "queue.read", { programId: HERE }), readers],
  ["credit.settle", (actor) => can(actor, "credit.settle", { programId: HERE }), ["coordinator here"]],
  ["credit.answer", (actor) => can(actor, "credit.answer", { accountId: "reporter" }), own],
  ["credit.answer of nobody", (actor) => can(actor, "credit.answer", { accountId: null }), []],
  ["policy.publish", (actor) => can(actor, "policy.publish", { programId: HERE }), ["system", "policy_owner here"]],
  ["program.create", (actor) => can(actor, "program.create", null), ["system"]],
  ["staff.invite", (actor) => can(actor, "staff.invite", { programId: HERE }), ["system", "admin here"]],
];

describe("can", () => {
  test.each(TABLE)("%s", (_action, may, allowed) => {
    const found = Object.keys(ACTORS).filter((name) => may(ACTORS[name] ?? { kind: "anonymous" }));
    expect(found.sort()).toEqual([...allowed].sort());
  });

  test("the table names every action", () => {
    const every: Record<Action, true> = {
      "draft.use": true,
      "report.submit": true,
      "report.read": true,
      "report.reply": true,
      "report.note": true,
      "report.move": true,
      "queue.read": true,
      "credit.settle": true,
      "credit.answer": true,
      "policy.publish": true,
      "program.create": true,
      "staff.invite": true,
    };
    const named = new Set(["report.move", ...TABLE.map(([action]) => action.split(" ", 1)[0])]);
    expect([...named].sort()).toEqual(Object.keys(every).sort());
  });

  const SIDES: Record<string, string[]> = {
    reporter: own,
    triager: readers,
    coordinator: ["coordinator here"],
    system: ["system"],
  };
  test.each([...MOVES])("report.move %s", (move) => {
    const found = Object.keys(ACTORS).filter((name) =>
      can(ACTORS[name] ?? { kind: "anonymous" }, "report.move", { report, move }),
    );
    expect(found.sort()).toEqual([...(SIDES[MOVE_RULES[move].role] ?? [])].sort());
    expect(missingRoleFor(move)).toMatch(/\.$/);
  });

  test("a session before its second factor is nobody's account", () => {
    expect(accountOf({ kind: "pending", accountId: "staff" })).toBeNull();
    expect(accountOf({ kind: "system", job: "test" })).toBeNull();
    expect(accountOf({ kind: "researcher", accountId: "a" })).toBe("a");
  });
});

import { describe, expect, test } from "vitest";
import { type Action, type Actor, accountOf, can, moveRolesOf, type StaffRole } from "./policy";

const HERE = "program-here";
const ELSEWHERE = "program-elsewhere";
const REPORTER = "account-reporter";
const STAFF = "account-staff";

const ROLES: StaffRole[] = [
  "triager",
  "coordinator",
  "policy_owner",
  "executive",
  "privacy_officer",
  "auditor",
  "admin",
];

const staff = (role: StaffRole, programId = HERE, accountId = STAFF): Actor => ({
  kind: "staff",
  accountId,
  memberships: [{ programId, programSlug: programId, role }],
});

const CODE = "hash-of-the-receipt-code";
const DRAFT = "hash-of-the-draft-token";

const ACTORS: Record<string, Actor> = {
  visitor: { kind: "anonymous" },
  guest: { kind: "guest", proofs: [DRAFT, CODE] },
  "another guest": { kind: "guest", proofs: ["hash-of-something-else"] },
  pending: { kind: "pending", accountId: REPORTER },
  reporter: { kind: "researcher", accountId: REPORTER },
  researcher: { kind: "researcher", accountId: "account-other" },
  former: { kind: "staff", accountId: STAFF, memberships: [] },
  system: { kind: "system", job: "test" },
  ...Object.fromEntries(ROLES.map((role) => [role, staff(role)])),
  ...Object.fromEntries(ROLES.map((role) => [`${role} elsewhere`, staff(role, ELSEWHERE)])),
  "reporting coordinator": staff("coordinator", HERE, REPORTER),
};

const report = {
  programId: HERE,
  reporterId: REPORTER,
  guestCodeHash: null,
  urgentAt: null,
  releasedAt: null,
  readers: null,
};
const ofGuest = { ...report, reporterId: null, guestCodeHash: CODE };
const urgentAt = new Date("2026-03-02T15:00:00Z");
const sealed = { ...report, urgentAt };
const released = { ...sealed, releasedAt: new Date("2026-03-02T17:00:00Z") };
const withAccount = [
  "reporter",
  "researcher",
  "former",
  "reporting coordinator",
  ...ROLES,
  ...ROLES.map((role) => `${role} elsewhere`),
];
const anyone = ["visitor", "guest", "another guest", ...withAccount];

const GOVERNING = ["coordinator", "policy_owner", "executive"];

/** Who may; everybody who is not named may not. */
const TABLE: { [A in Action]: { ask: (actor: Actor) => boolean; may: string[] } } = {
  "draft.use": {
    ask: (actor) => can(actor, "draft.use", { accountId: REPORTER, guestHash: null }),
    may: ["reporter", "reporting coordinator"],
  },
  "draft.take": {
    ask: (actor) => can(actor, "draft.take", { accountId: null }),
    may: anyone,
  },
  "drafts.mail_links": { ask: (actor) => can(actor, "drafts.mail_links", null), may: ["system"] },
  "files.tend": { ask: (actor) => can(actor, "files.tend", null), may: ["system"] },
  "drafts.prune": { ask: (actor) => can(actor, "drafts.prune", null), may: ["system"] },
  "report.submit": { ask: (actor) => can(actor, "report.submit", null), may: anyone },
  "report.read": {
    ask: (actor) => can(actor, "report.read", report),
    may: ["reporter", "reporting coordinator", "triager", "coordinator", "system"],
  },
  "report.reply": {
    ask: (actor) => can(actor, "report.reply", report),
    may: ["reporter", "reporting coordinator", "triager", "coordinator"],
  },
  "report.add": { ask: (actor) => can(actor, "report.add", report), may: ["reporter", "reporting coordinator"] },
  "disclosure.ask": {
    ask: (actor) => can(actor, "disclosure.ask", report),
    may: ["reporter", "reporting coordinator"],
  },
  "disclosure.answer": { ask: (actor) => can(actor, "disclosure.answer", report), may: ["coordinator"] },
  "report.assign": { ask: (actor) => can(actor, "report.assign", report), may: ["triager", "coordinator"] },
  "report.handle": { ask: (actor) => can(actor, "report.handle", report), may: ["triager", "coordinator"] },
  "report.name_watcher": { ask: (actor) => can(actor, "report.name_watcher", report), may: ["coordinator"] },
  "report.see_readers": { ask: (actor) => can(actor, "report.see_readers", report), may: ["coordinator"] },
  "report.snooze": { ask: (actor) => can(actor, "report.snooze", report), may: ["triager", "coordinator"] },
  "report.note": { ask: (actor) => can(actor, "report.note", report), may: ["triager", "coordinator"] },
  "report.move": {
    ask: (actor) => can(actor, "report.move", { report, move: "validate" }),
    may: ["triager", "coordinator"],
  },
  "presences.clear": { ask: (actor) => can(actor, "presences.clear", null), may: ["system"] },
  "messages.release": { ask: (actor) => can(actor, "messages.release", null), may: ["system"] },
  "clocks.watch": { ask: (actor) => can(actor, "clocks.watch", null), may: ["system"] },
  "clock.pause": { ask: (actor) => can(actor, "clock.pause", report), may: ["triager", "coordinator"] },
  "clock.extend": { ask: (actor) => can(actor, "clock.extend", report), may: ["coordinator"] },
  "search_key.rotate": { ask: (actor) => can(actor, "search_key.rotate", null), may: ["system"] },
  "mail.receive": { ask: (actor) => can(actor, "mail.receive", null), may: ["system"] },
  "notifications.digest": { ask: (actor) => can(actor, "notifications.digest", null), may: ["system"] },
  "mail.settle": {
    ask: (actor) => can(actor, "mail.settle", report),
    may: ["triager", "coordinator", "reporting coordinator"],
  },
  "search.tend": { ask: (actor) => can(actor, "search.tend", null), may: ["system"] },
  "report.restrict": { ask: (actor) => can(actor, "report.restrict", report), may: ["coordinator"] },
  "report.break_glass": {
    ask: (actor) => can(actor, "report.break_glass", { ...report, readers: ["account-named"] }),
    may: ["coordinator"],
  },
  "lesson.mark": { ask: (actor) => can(actor, "lesson.mark", report), may: ["coordinator"] },
  "queue.read": {
    ask: (actor) => can(actor, "queue.read", report),
    may: ["triager", "coordinator", "reporting coordinator"],
  },
  "view.change": {
    ask: (actor) =>
      can(actor, "view.change", { programId: report.programId, ownerId: accountOf(actor) ?? "somebody else" }),
    may: ["triager", "coordinator", "reporting coordinator"],
  },
  "calendar.read": {
    ask: (actor) => can(actor, "calendar.read", report),
    may: ["admin", "policy_owner", "coordinator", "reporting coordinator"],
  },
  "absence.read": {
    ask: (actor) => can(actor, "absence.read", report),
    may: ["triager", "coordinator", "privacy_officer", "reporting coordinator"],
  },
  "absence.set": {
    ask: (actor) => can(actor, "absence.set", { programId: HERE, accountId: STAFF }),
    may: ["triager", "coordinator", "privacy_officer", "reporting coordinator"],
  },
  "assignment.read": {
    ask: (actor) => can(actor, "assignment.read", report),
    may: ["triager", "coordinator", "admin", "reporting coordinator"],
  },
  "assignment.change": {
    ask: (actor) => can(actor, "assignment.change", report),
    may: ["coordinator", "admin", "reporting coordinator"],
  },
  "reports.assign_received": { ask: (actor) => can(actor, "reports.assign_received", null), may: ["system"] },
  "non_issues.read": {
    ask: (actor) => can(actor, "non_issues.read", report),
    may: ["triager", "coordinator", "policy_owner", "reporting coordinator"],
  },
  "non_issues.change": {
    ask: (actor) => can(actor, "non_issues.change", report),
    may: ["coordinator", "policy_owner", "reporting coordinator"],
  },
  "templates.read": {
    ask: (actor) => can(actor, "templates.read", report),
    may: ["triager", "coordinator", "privacy_officer", "policy_owner", "reporting coordinator"],
  },
  "templates.change": {
    ask: (actor) => can(actor, "templates.change", report),
    may: ["coordinator", "policy_owner", "reporting coordinator"],
  },
  "calendar.publish": {
    ask: (actor) => can(actor, "calendar.publish", report),
    may: ["admin", "policy_owner", "system"],
  },
  "inquiry.follow": {
    ask: (actor) => can(actor, "inquiry.follow", { accountId: REPORTER }),
    may: ["reporter", "reporting coordinator"],
  },
  "inquiry.answer": {
    ask: (actor) => can(actor, "inquiry.answer", { programId: HERE, accountId: REPORTER }),
    may: ["triager", "coordinator"],
  },
  "response_times.calculate": { ask: (actor) => can(actor, "response_times.calculate", null), may: ["system"] },
  "on_call.change": {
    ask: (actor) => can(actor, "on_call.change", report),
    may: ["privacy_officer", "admin"],
  },
  "webhooks.read": { ask: (actor) => can(actor, "webhooks.read", report), may: ["admin", "auditor"] },
  "webhooks.change": { ask: (actor) => can(actor, "webhooks.change", report), may: ["admin"] },
  "webhooks.deliver": { ask: (actor) => can(actor, "webhooks.deliver", null), may: ["system"] },
  "urgent.read": { ask: (actor) => can(actor, "urgent.read", report), may: ["privacy_officer"] },
  "report.release": { ask: (actor) => can(actor, "report.release", sealed), may: ["privacy_officer"] },
  "report.split": { ask: (actor) => can(actor, "report.split", report), may: ["coordinator"] },
  "split.answer": { ask: (actor) => can(actor, "split.answer", report), may: ["reporter", "reporting coordinator"] },
  "report.change_code": { ask: (actor) => can(actor, "report.change_code", ofGuest), may: ["guest"] },
  "report.claim": { ask: (actor) => can(actor, "report.claim", ofGuest), may: withAccount },
  "credit.settle": { ask: (actor) => can(actor, "credit.settle", report), may: ["coordinator"] },
  "credit.name_another": {
    ask: (actor) => can(actor, "credit.name_another", report),
    may: ["reporter", "reporting coordinator", "coordinator"],
  },
  "credits.tend": { ask: (actor) => can(actor, "credits.tend", null), may: ["system"] },
  "credit.answer": {
    ask: (actor) => can(actor, "credit.answer", { accountId: REPORTER, ofGuest: false, guestCodeHash: null }),
    may: ["reporter", "reporting coordinator"],
  },
  "policy_draft.read": {
    ask: (actor) => can(actor, "policy_draft.read", report),
    may: [...GOVERNING, "reporting coordinator", "auditor", "admin"],
  },
  "policy_draft.edit": {
    ask: (actor) => can(actor, "policy_draft.edit", report),
    may: ["coordinator", "reporting coordinator", "policy_owner"],
  },
  "policy_draft.challenge": {
    ask: (actor) => can(actor, "policy_draft.challenge", report),
    may: [...GOVERNING, "reporting coordinator"],
  },
  "policy.sign": { ask: (actor) => can(actor, "policy.sign", report), may: ["policy_owner"] },
  "policy.approve": {
    ask: (actor) => can(actor, "policy.approve", { programId: HERE, signedBy: "account-other" }),
    may: ["executive"],
  },
  "policy.install": { ask: (actor) => can(actor, "policy.install", null), may: ["system"] },
  "policy.publish": { ask: (actor) => can(actor, "policy.publish", report), may: ["policy_owner", "system"] },
  "receipt_key.rotate": { ask: (actor) => can(actor, "receipt_key.rotate", null), may: ["system"] },
  "statement.issue": { ask: (actor) => can(actor, "statement.issue", report), may: ["coordinator"] },
  "report.redact": { ask: (actor) => can(actor, "report.redact", report), may: ["coordinator"] },
  "message.redact": {
    ask: (actor) => can(actor, "message.redact", { report, mine: false }),
    may: ["coordinator"],
  },
  "keys.read": {
    ask: (actor) => can(actor, "keys.read", report),
    may: ["coordinator", "reporting coordinator", "policy_owner", "admin", "system"],
  },
  "keys.change": { ask: (actor) => can(actor, "keys.change", report), may: ["policy_owner", "admin", "system"] },
  "keys.warn": { ask: (actor) => can(actor, "keys.warn", null), may: ["system"] },
  "program.create": { ask: (actor) => can(actor, "program.create", null), may: ["system"] },
  "audit.read": { ask: (actor) => can(actor, "audit.read", report), may: ["auditor"] },
  "people.manage": { ask: (actor) => can(actor, "people.manage", report), may: ["admin"] },
  "staff.invite": { ask: (actor) => can(actor, "staff.invite", report), may: ["admin", "system"] },
};

describe("every actor and every action (AZ-01)", () => {
  const cells = Object.entries(TABLE).flatMap(([action, { ask, may }]) =>
    Object.entries(ACTORS).map(([name, actor]) => [name, action, may.includes(name), ask, actor] as const),
  );
  test.each(cells)("%s, %s: %s", (_name, _action, allowed, ask, actor) => expect(ask(actor)).toBe(allowed));
});

describe("a guest", () => {
  const may = (name: string, action: "report.read" | "report.reply" | "report.note", of: typeof ofGuest) =>
    can(ACTORS[name] ?? { kind: "anonymous" }, action, of);

  test("has what was shown a proof of, and nothing else", () => {
    const draft = { accountId: null, guestHash: DRAFT };
    const credit = { accountId: null, ofGuest: true, guestCodeHash: CODE };
    for (const [name, actor] of Object.entries(ACTORS)) {
      const holder = name === "guest";
      expect(can(actor, "draft.use", draft), name).toBe(holder);
      expect(can(actor, "credit.answer", credit), name).toBe(holder);
      expect(can(actor, "report.reply", ofGuest), name).toBe(
        holder || ["triager", "coordinator", "reporting coordinator"].includes(name),
      );
    }
    expect([may("guest", "report.read", ofGuest), may("another guest", "report.read", ofGuest)]).toEqual([true, false]);
    expect(may("guest", "report.note", ofGuest)).toBe(false);
    const cofinder = { accountId: null, ofGuest: false, guestCodeHash: CODE };
    expect(can(ACTORS.guest ?? { kind: "anonymous" }, "credit.answer", cofinder)).toBe(false);
    const named = { ...cofinder, inviteHash: "hash-of-the-link" };
    for (const [followed, answers] of [
      ["hash-of-the-link", true],
      ["hash-of-another-link", false],
    ] as const) {
      expect(can({ kind: "anonymous" }, "credit.answer", { ...named, followed })).toBe(answers);
    }
    expect(can({ kind: "anonymous" }, "credit.answer", named)).toBe(false);
  });

  test("makes the reporter's moves, and after a revocation none", () => {
    expect(moveRolesOf({ kind: "guest", proofs: [CODE] }, ofGuest)).toEqual(["reporter"]);
    expect(moveRolesOf({ kind: "guest", proofs: [CODE] }, { ...ofGuest, guestCodeHash: null })).toEqual([]);
  });
});

describe("an urgent notice", () => {
  const readers = (of: typeof sealed | typeof released) =>
    Object.entries(ACTORS).flatMap(([name, actor]) => (can(actor, "report.read", of) ? [name] : []));

  test("is sealed to the reporter and the privacy officers, and then open to triage too", () => {
    expect(readers(sealed)).toEqual(["reporter", "system", "privacy_officer", "reporting coordinator"]);
    expect(readers(released)).toEqual([
      "reporter",
      "system",
      "triager",
      "coordinator",
      "privacy_officer",
      "reporting coordinator",
    ]);
  });

  test("is triaged by a privacy officer as long as it is sealed, and by nobody else", () => {
    const roles = (name: string, of: typeof sealed | typeof released) =>
      moveRolesOf(ACTORS[name] ?? { kind: "anonymous" }, of);
    expect([roles("privacy_officer", sealed), roles("triager", sealed), roles("coordinator", sealed)]).toEqual([
      ["triager"],
      [],
      [],
    ]);
    expect([roles("privacy_officer", released), roles("coordinator", released)]).toEqual([[], ["coordinator"]]);
    expect(can(ACTORS.privacy_officer ?? { kind: "anonymous" }, "report.release", released)).toBe(false);
  });
});

describe("a restricted report", () => {
  const others = { triager: staff("triager", HERE, "account-named"), auditor: staff("auditor", HERE, "account-named") };
  const only = { ...report, readers: ["account-named"] };

  test("is read by the people named, as far as their role reads, by its reporter and the portal, and by nobody else", () => {
    const readers = Object.entries(ACTORS).flatMap(([name, actor]) => (can(actor, "report.read", only) ? [name] : []));
    expect(readers).toEqual(["reporter", "system", "reporting coordinator"]);
    expect([can(others.triager, "report.read", only), can(others.auditor, "report.read", only)]).toEqual([true, false]);
    expect(can(staff("triager", ELSEWHERE, "account-named"), "report.read", only)).toBe(false);
  });

  test("allows whoever is not named nothing that takes staff, though a role would", () => {
    const coordinator = ACTORS.coordinator ?? { kind: "anonymous" };
    for (const action of [
      "report.reply",
      "report.handle",
      "report.name_watcher",
      "report.see_readers",
      "report.note",
      "report.assign",
      "report.redact",
      "statement.issue",
      "report.split",
      "report.restrict",
      "credit.settle",
      "clock.pause",
      "clock.extend",
      "lesson.mark",
    ] as const) {
      expect(can(coordinator, action, only), action).toBe(false);
      expect(can(staff("coordinator", HERE, "account-named"), action, only), action).toBe(true);
    }
    expect(moveRolesOf(coordinator, only)).toEqual([]);
    expect(moveRolesOf(others.triager, only)).toEqual(["triager"]);
  });

  test("stays sealed while it is an urgent notice, whoever is named", () => {
    expect(can(others.triager, "report.read", { ...only, urgentAt })).toBe(false);
  });
});

describe("the side on which somebody stands for a move", () => {
  test.each([
    ["visitor", []],
    ["pending", []],
    ["reporter", ["reporter"]],
    ["researcher", []],
    ["triager", ["triager"]],
    ["coordinator", ["coordinator"]],
    ["auditor", []],
    ["coordinator elsewhere", []],
    ["system", ["system"]],
    ["reporting coordinator", ["reporter"]],
  ] as const)("%s: %j", (name, roles) => {
    expect(moveRolesOf(ACTORS[name] ?? { kind: "anonymous" }, report)).toEqual(roles);
  });

  test("a coordinator makes the moves of a triager, not the other way round, and neither the reporter's", () => {
    const may = (name: string, move: "validate" | "accept" | "withdraw") =>
      can(ACTORS[name] ?? { kind: "anonymous" }, "report.move", { report, move });
    expect([may("coordinator", "validate"), may("coordinator", "accept"), may("coordinator", "withdraw")]).toEqual([
      true,
      true,
      false,
    ]);
    expect([may("triager", "validate"), may("triager", "accept"), may("triager", "withdraw")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([may("reporter", "validate"), may("reporter", "accept"), may("reporter", "withdraw")]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

test("a report without a reporter's account is nobody's own", () => {
  const orphan = { ...report, reporterId: null };
  for (const [name, actor] of Object.entries(ACTORS)) {
    const reads = name === "system" || name === "triager" || name === "coordinator" || name === "reporting coordinator";
    expect(can(actor, "report.read", orphan), name).toBe(reads);
    expect(can(actor, "credit.answer", { accountId: null, ofGuest: true, guestCodeHash: null }), name).toBe(false);
  }
});

test("nobody approves what they signed", () => {
  const both: Actor = {
    kind: "staff",
    accountId: STAFF,
    memberships: [
      { programId: HERE, programSlug: HERE, role: "policy_owner" },
      { programId: HERE, programSlug: HERE, role: "executive" },
    ],
  };
  expect(can(both, "policy.approve", { programId: HERE, signedBy: STAFF })).toBe(false);
  expect(can(both, "policy.approve", { programId: HERE, signedBy: REPORTER })).toBe(true);
});

test("somebody before the second factor acts for no account", () => {
  expect(accountOf({ kind: "pending", accountId: STAFF })).toBeNull();
});

test("whoever does not coordinate says of themselves alone that they are away", () => {
  const of = (role: StaffRole) => can(staff(role), "absence.set", { programId: HERE, accountId: REPORTER });
  expect(ROLES.filter(of)).toEqual(["coordinator"]);
});

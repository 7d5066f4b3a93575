import { eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { clocks, reports } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { MOVES, type Move, REPORT_STATES, type ReportState, type Resolution } from "@/lib/reports/state";
import { inTransaction } from "@/lib/request/transaction";
import { type MoveInput, moveSchema } from "../moves";
import { moveReport } from "./move";

const database = await testDatabase();
const db = database.app;

type Role = "reporter" | "triager" | "coordinator" | "elsewhere" | "stranger";

/** Written from product.md §3, "Moves by role", not from the code: `from > to` by who may do it. */
const TABLE: Record<Move, { by: Role[]; cells: `${ReportState} > ${ReportState}`[] }> = {
  acknowledge: { by: ["triager", "coordinator"], cells: ["received > acknowledged"] },
  start_checking: { by: ["triager", "coordinator"], cells: ["received > verifying", "acknowledged > verifying"] },
  ask_for_information: { by: ["triager", "coordinator"], cells: ["verifying > needs_info"] },
  give_information: { by: ["reporter"], cells: ["needs_info > verifying"] },
  validate: { by: ["triager", "coordinator"], cells: ["verifying > validated"] },
  reject: {
    by: ["triager", "coordinator"],
    cells: ["received > not_valid", "acknowledged > not_valid", "verifying > not_valid", "needs_info > not_valid"],
  },
  accept: { by: ["coordinator"], cells: ["validated > accepted"] },
  defer: { by: ["coordinator"], cells: ["validated > deferred", "accepted > deferred"] },
  resume: { by: ["coordinator"], cells: ["deferred > accepted", "retest > accepted"] },
  mark_fix_ready: { by: ["coordinator"], cells: ["accepted > fix_ready"] },
  ask_for_retest: { by: ["coordinator"], cells: ["fix_ready > retest"] },
  confirm_fix: { by: ["reporter"], cells: ["retest > resolved"] },
  report_fix_failed: { by: ["reporter"], cells: ["retest > accepted"] },
  resolve: { by: ["coordinator"], cells: ["fix_ready > resolved", "retest > resolved"] },
  close: {
    by: ["coordinator"],
    cells: ["resolved > closed", "validated > closed", "accepted > closed", "deferred > closed"],
  },
  close_unanswered: { by: ["triager", "coordinator"], cells: ["needs_info > closed"] },
  close_spam: { by: ["triager", "coordinator"], cells: ["received > closed"] },
  close_rejected: { by: ["coordinator"], cells: ["not_valid > closed"] },
  withdraw: {
    by: ["reporter"],
    cells: ["received > closed", "acknowledged > closed", "verifying > closed", "needs_info > closed"],
  },
  reopen: { by: ["coordinator"], cells: ["not_valid > verifying", "closed > verifying"] },
  appeal: { by: ["reporter"], cells: ["not_valid > not_valid", "closed > closed"] },
  uphold_appeal: { by: ["triager", "coordinator"], cells: ["not_valid > verifying", "closed > verifying"] },
  dismiss_appeal: { by: ["triager", "coordinator"], cells: ["not_valid > not_valid", "closed > closed"] },
};

/** Everything that some move could need, so that only state, time and role decide. */
function complete(move: Move, state: ReportState, version: number, more: Partial<MoveInput> = {}): MoveInput {
  const resolution: Resolution = move === "close" ? (state === "resolved" ? "fixed" : "informative") : "duplicate";
  return moveSchema.parse({
    move,
    version,
    text: "A text.",
    reason: "A reason.",
    severity: "low",
    resolution,
    ...more,
  });
}

let actors: Record<Role, Actor>;
let reference: string;
let reportId: string;
let policy: Awaited<ReturnType<typeof openPortal>>["smile"]["policy"];

beforeAll(async () => {
  const { smile, cardihab } = await openPortal(db);
  policy = smile.policy;
  actors = {
    reporter: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    elsewhere: await newStaff(db, cardihab, "coordinator"),
    stranger: await newResearcher(db),
  };
  ({ reference, reportId } = await sendReport(as(db, actors.reporter), policy));
});

type Situation = Partial<typeof reports.$inferInsert> & { state: ReportState };

/** Puts a report where a test begins; it came there 40 days ago unless told, past every time rule but the appeal window. */
async function put(situation: Situation, daysInState = 40, ids = [reportId]): Promise<void> {
  await inTransaction(systemAt(db), (tx) =>
    tx.db
      .update(reports)
      .set({
        version: 1,
        resolution: situation.state === "closed" ? "spam" : null,
        appealOpen: false,
        appealed: false,
        decidedBy: null,
        stateSince: new Date(tx.now.getTime() - daysInState * 86_400_000),
        ...situation,
      })
      .where(inArray(reports.id, ids)),
  );
}

async function outcome(attempt: Promise<{ state: string }>): Promise<string> {
  return attempt.then(
    ({ state }) => state,
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );
}

function expected(role: Role, move: Move, state: ReportState): string {
  if (role === "elsewhere" || role === "stranger") return "NOT_FOUND";
  if (!TABLE[move].by.includes(role)) return "FORBIDDEN";
  const cell = TABLE[move].cells.find((some) => some.startsWith(`${state} >`));
  return cell ? (cell.split(" > ")[1] ?? "") : "CONFLICT";
}

describe("every move by every role in every state (AZ-13)", () => {
  // A report for each role, so that the roles try at the same time.
  let targets: Record<Role, { reference: string; reportId: string }>;
  const roles = () => Object.keys(actors) as Role[];

  beforeAll(async () => {
    const sent = await Promise.all(
      roles().map((role) => sendReport(as(db, actors.reporter), policy).then((target) => [role, target])),
    );
    targets = Object.fromEntries(sent);
  });

  test.each(MOVES)("%s", async (move) => {
    const deciding = move === "uphold_appeal" || move === "dismiss_appeal";
    const ids = Object.values(targets).map(({ reportId: id }) => id);
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const state of REPORT_STATES) {
      await put({ state, appealOpen: deciding, appealed: deciding }, move === "appeal" ? 3 : 40, ids);
      await Promise.all(
        roles().map(async (role) => {
          const cell = `${role} in ${state}`;
          wanted[cell] = expected(role, move, state);
          const attempt = moveReport(as(db, actors[role]), targets[role].reference, complete(move, state, 1));
          found[cell] = await outcome(attempt);
          const changed = found[cell] === wanted[cell] && (REPORT_STATES as readonly string[]).includes(found[cell]);
          expect(await reportRow(db, targets[role].reference), cell).toMatchObject(
            changed ? { version: 2, state: found[cell] } : { version: 1, state },
          );
        }),
      );
    }
    expect(found).toEqual(wanted);
  });
});

describe("time rules", () => {
  const make = (role: Role, move: Move, state: ReportState) =>
    outcome(moveReport(as(db, actors[role]), reference, complete(move, state, 1)));

  test.each([
    [29.99, "CONFLICT"],
    [30.01, "closed"],
  ])("a question unanswered for %s days: %s", async (days, result) => {
    await put({ state: "needs_info" }, days);
    expect(await make("triager", "close_unanswered", "needs_info")).toBe(result);
  });

  test.each([
    [13.99, "not_valid", null, "not_valid", "CONFLICT"],
    [14.01, "not_valid", null, "CONFLICT", "closed"],
    [13.99, "closed", "spam", "closed", "CONFLICT"],
    [13.99, "closed", "insufficient_info", "closed", "CONFLICT"],
    [14.01, "closed", "insufficient_info", "CONFLICT", "CONFLICT"],
    [1, "closed", "withdrawn", "CONFLICT", "CONFLICT"],
  ] as const)("after %s days %s (%s): appeal %s, closing %s", async (days, state, resolution, appeal, closing) => {
    await put({ state, resolution }, days);
    expect(await make("coordinator", "close_rejected", state)).toBe(closing);
    await put({ state, resolution }, days);
    expect(await make("reporter", "appeal", state)).toBe(appeal);
  });

  test("one appeal, decided by another reader, and no closing while it waits", async () => {
    const decidedBy = actors.triager.kind === "staff" ? actors.triager.accountId : null;
    await put({ state: "not_valid", resolution: "duplicate", decidedBy, appealOpen: true, appealed: true }, 15);
    expect(await make("coordinator", "close_rejected", "not_valid")).toBe("CONFLICT");
    expect(await make("triager", "uphold_appeal", "not_valid")).toBe("CONFLICT");
    expect(await make("triager", "dismiss_appeal", "not_valid")).toBe("CONFLICT");
    expect(await make("coordinator", "dismiss_appeal", "not_valid")).toBe("not_valid");
    await put({ state: "not_valid", resolution: "duplicate", decidedBy, appealed: true }, 1);
    expect(await make("reporter", "appeal", "not_valid")).toBe("CONFLICT");
  });

  test("after an upheld appeal a second decision has an appeal and a window of its own", async () => {
    const decidedBy = actors.triager.kind === "staff" ? actors.triager.accountId : null;
    await put({ state: "not_valid", resolution: "duplicate", decidedBy, appealOpen: true, appealed: true }, 15);
    expect(await make("coordinator", "uphold_appeal", "not_valid")).toBe("verifying");
    const act = async (role: Role, move: Move, state: ReportState) => {
      const { version } = await reportRow(db, reference);
      return outcome(moveReport(as(db, actors[role]), reference, complete(move, state, version)));
    };
    expect(await act("coordinator", "reject", "verifying")).toBe("not_valid");
    expect(await act("coordinator", "close_rejected", "not_valid")).toBe("CONFLICT");
    expect(await act("reporter", "appeal", "not_valid")).toBe("not_valid");
    expect(await act("reporter", "appeal", "not_valid")).toBe("CONFLICT");
    expect(await act("coordinator", "dismiss_appeal", "not_valid")).toBe("CONFLICT");
    expect(await act("triager", "dismiss_appeal", "not_valid")).toBe("not_valid");
    expect(await act("reporter", "appeal", "not_valid")).toBe("CONFLICT");
  });
});

describe("what a move leaves", () => {
  test("its events, its resolution with clause, its clocks", async () => {
    const sent = await sendReport(as(db, actors.reporter), policy);
    const clause = policy.clauses.find(({ kind }) => kind === "exclusion")?.key;
    const decline = { resolution: "out_of_scope", clause } as const;
    await moveReport(as(db, actors.triager), sent.reference, complete("reject", "received", 1, decline));
    const row = await reportRow(db, sent.reference);
    expect(row).toMatchObject({ state: "not_valid", version: 2, resolution: "out_of_scope", resolutionClause: clause });
    const ledger = await ledgerOf(db, sent.reportId);
    expect(ledger.slice(2).map(({ type }) => type)).toEqual(["message.sent", "report.moved"]);
    expect(ledger.at(-1)?.payload).toMatchObject({ move: "reject", state: "not_valid", clause });
    const stopped = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(clocks).where(eq(clocks.reportId, sent.reportId)),
    );
    const at = ledger.at(-1)?.at;
    expect(
      stopped
        .filter(({ stoppedAt }) => stoppedAt?.getTime() === at?.getTime())
        .map(({ clock }) => clock)
        .sort(),
    ).toEqual(["acknowledge", "verify"]);
  });

  test.each([
    ["reject", "received", { text: "" }, "text"],
    ["reject", "received", { resolution: "fixed" }, "resolution"],
    ["reject", "received", { resolution: "not_security", clause: "99.9" }, "clause"],
    ["validate", "verifying", { severity: "" }, "severity"],
    ["validate", "verifying", { vector: "CVSS:3.1/AV:N" }, "vector"],
    ["validate", "verifying", { cwe: "CWE-999999" }, "cwe"],
    ["validate", "verifying", { severity: "low", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }, "severity"],
    ["close", "resolved", { resolution: "accepted_risk", clause: "1.2" }, "resolution"],
    ["close", "validated", { resolution: "fixed" }, "resolution"],
    ["close", "accepted", { resolution: "informative", text: "" }, "text"],
    ["reject", "received", { resolution: "duplicate", clause: "99.9" }, "clause"],
    ["close_spam", "received", { reason: "" }, "reason"],
  ] as const)("%s from %s with %o is refused at %s", async (move, state, input, field) => {
    await put({ state });
    const before = (await ledgerOf(db, reportId)).length;
    const attempt = moveReport(
      as(db, actors.coordinator),
      reference,
      complete(move, state, 1, input as Partial<MoveInput>),
    );
    await expect(attempt).rejects.toMatchObject({ code: "INVALID", fieldErrors: { [field]: [expect.any(String)] } });
    expect((await ledgerOf(db, reportId)).length).toBe(before);
    expect(await reportRow(db, reference)).toMatchObject({ state, version: 1 });
  });

  test("fields that are not the mover's to set are refused (AZ-12)", () => {
    const extra = {
      role: "coordinator",
      isStaff: true,
      state: "closed",
      assigneeId: "x",
      slaDueAt: "2099-01-01",
      internal: true,
    };
    for (const [name, value] of Object.entries({ ...extra, reporterId: "x", createdAt: "2020-01-01" })) {
      expect(moveSchema.safeParse({ move: "acknowledge", version: 1, [name]: value }).success, name).toBe(false);
    }
    expect(moveSchema.safeParse({ move: "publish", version: 1 }).success).toBe(false);
  });
});

describe("two people at once (CC-03)", () => {
  test("the second loses with CONFLICT and leaves no event", async () => {
    for (let round = 0; round < 10; round += 1) {
      await put({ state: "verifying" });
      const before = await ledgerOf(db, reportId);
      const results = await Promise.all([
        outcome(moveReport(as(db, actors.triager), reference, complete("ask_for_information", "verifying", 1))),
        outcome(moveReport(as(db, actors.coordinator), reference, complete("validate", "verifying", 1))),
      ]);
      expect(results.filter((result) => result === "CONFLICT")).toHaveLength(1);
      const moved = (await ledgerOf(db, reportId)).slice(before.length).filter(({ type }) => type === "report.moved");
      expect(moved).toHaveLength(1);
      expect(await reportRow(db, reference)).toMatchObject({
        version: 2,
        state: results.find((r) => r !== "CONFLICT"),
      });
    }
  });

  test("a page that is out of date moves nothing, even where the state would allow it", async () => {
    await put({ state: "received", version: 3 });
    expect(await outcome(moveReport(as(db, actors.triager), reference, complete("acknowledge", "received", 2)))).toBe(
      "CONFLICT",
    );
    expect(await reportRow(db, reference)).toMatchObject({ state: "received", version: 3 });
  });
});

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { mails, policyLessons } from "@/db/schema";
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
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { listCredits } from "@/lib/credit/queries";
import { changesFor } from "@/lib/live/queries";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { clockBoard } from "@/lib/triage/board/queries";
import { listQueue } from "@/lib/triage/queries";
import { markLesson } from "../lessons/mutations";
import { memberHandle } from "../member-handle";
import { moveSchema } from "../moves";
import { getReporterReport, getStaffReport } from "../queries";
import { assignReport } from "./assign";
import { moveReport } from "./move";
import { restrictReport } from "./restrict";
import { watchClocks } from "./watch-clocks";

const database = await testDatabase();
const db = database.app;
const NOT_FOUND = { code: "NOT_FOUND" };

type Name = "reporter" | "triager" | "named" | "coordinator" | "lead" | "elsewhere" | "auditor" | "owner";
let people: Record<Name, Actor>;
let smile: TestProgram;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  const staff = (role: StaffRole, program = smile) => newStaff(db, program, role);
  people = {
    reporter: await newResearcher(db),
    triager: await staff("triager"),
    named: await staff("triager"),
    coordinator: await staff("coordinator"),
    lead: await staff("coordinator"),
    elsewhere: await staff("coordinator", portal.cardihab),
    auditor: await staff("auditor"),
    owner: await staff("policy_owner"),
  };
});

function idOf(name: Name): string {
  const actor = people[name];
  return "accountId" in actor ? actor.accountId : "";
}

const send = (at?: Date) => sendReport(as(db, people.reporter, at), smile.policy);

/** Restricted by the coordinator to themselves and these. */
async function restrict(reference: string, names: readonly Name[] | null, who: Name = "coordinator"): Promise<void> {
  const { version } = await reportRow(db, reference);
  const readers = names === null ? null : names.map((name) => memberHandle(idOf(name)));
  await restrictReport(as(db, people[who]), reference, { readers, version, reason: "It names a colleague." });
}

describe("restricting a report to named people", () => {
  test("leaves its event, and the named ones read on", async () => {
    const { reference, reportId } = await send();
    await restrict(reference, ["named"]);
    const row = await reportRow(db, reference);
    expect(row.readers).toEqual([idOf("named"), idOf("coordinator")].sort());
    expect((await ledgerOf(db, reportId)).at(-1)?.payload).toEqual({
      type: "report.restricted",
      readers: row.readers,
    });
    const seen = await getStaffReport(as(db, people.named), reference);
    expect(seen.restriction).toMatchObject({ choice: null });
    expect(seen.restriction.readers?.map(({ handle }) => handle).sort()).toEqual(
      (row.readers ?? []).map(memberHandle).sort(),
    );
    expect(seen.flags).toContain("restricted");
    expect(seen.candidates).toHaveLength(2);
    expect(seen.timeline.at(-1)?.sentence).toBe("Restricted this to 2 named people.");
    const mine = await getReporterReport(as(db, people.reporter), reference);
    expect(mine.timeline.map(({ sentence }) => sentence).join(" ")).not.toMatch(/restrict|named/i);
  });

  test("hides that it exists from everybody else of the staff: page, lists, counts, board, credits, live news", async () => {
    const { reference } = await send();
    const lists = async (name: Name) => {
      const ctx = as(db, people[name]);
      const { rows, total } = await listQueue(ctx, { programSlug: smile.slug, queue: "open" });
      const triage = await listQueue(ctx, { programSlug: smile.slug, queue: "triage" });
      return {
        shown: rows.some((row) => row.reference === reference),
        total,
        triage: triage.total,
        board: JSON.stringify(await clockBoard(ctx, { programSlug: smile.slug })).includes(reference),
        credits: (await listCredits(ctx, { programSlug: smile.slug })).rows.some((row) => row.reference === reference),
      };
    };
    const before = await lists("triager");
    const named = await lists("named");
    expect(before).toMatchObject({ shown: true, credits: true });
    await restrict(reference, ["named"]);
    const { total, triage } = before;
    expect(await lists("triager")).toEqual({
      shown: false,
      total: total - 1,
      triage: triage - 1,
      board: false,
      credits: false,
    });
    expect(await lists("named")).toEqual(named);
    for (const name of ["triager", "lead", "elsewhere", "auditor"] as const) {
      const ctx = as(db, people[name]);
      await expect(getStaffReport(ctx, reference), name).rejects.toMatchObject(NOT_FOUND);
      const { id } = await reportRow(db, reference);
      expect(await changesFor(ctx, [{ kind: "events", reportId: id, from: 1, to: 99 }]), name).toEqual([]);
      await expect(sendMessage(ctx, reference, { text: "x" }), name).rejects.toMatchObject(NOT_FOUND);
      await expect(addNote(ctx, reference, { text: "x" }), name).rejects.toMatchObject(NOT_FOUND);
      await expect(moveReport(ctx, reference, moveSchema.parse({ move: "acknowledge", version: 2 })))
        .rejects //
        .toMatchObject(NOT_FOUND);
      await expect(restrict(reference, null, name), name).rejects.toMatchObject(NOT_FOUND);
    }
  });

  test("keeps its news from the mails of everybody else", async () => {
    const { reference } = await send(new Date(Date.now() - 30 * 86_400_000));
    await restrict(reference, ["named"]);
    const told = () => inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id));
    const before = (await told()).length;
    await sendMessage(as(db, people.reporter), reference, { text: "Is anybody there?" });
    const after = (await told()).slice(before).map(({ accountId }) => accountId);
    expect(after.sort()).toEqual([idOf("named"), idOf("coordinator")].sort());
    await watchClocks(systemAt(db));
    const watched = (await told()).slice(before + after.length).filter(({ template }) => template === "clock_news");
    expect(watched.map(({ accountId }) => accountId).sort()).toEqual([idOf("named"), idOf("coordinator")].sort());
  });

  test("takes it from whoever carried it and may not read it, and from the lessons for the policy", async () => {
    const { reference, reportId } = await send();
    const carried = { assignee: memberHandle(idOf("triager")), version: 1 };
    await assignReport(as(db, people.triager), reference, carried);
    await moveReport(as(db, people.reporter), reference, moveSchema.parse({ move: "withdraw", version: 2 }));
    await markLesson(as(db, people.lead), reference, { marked: true, text: "" });
    await restrict(reference, []);
    expect((await reportRow(db, reference)).assigneeId).toBeNull();
    const types = (await ledgerOf(db, reportId)).slice(-3).map(({ type }) => type);
    expect(types).toEqual(["report.restricted", "report.assigned", "lesson.marked"]);
    const lessons = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(policyLessons).where(eq(policyLessons.reportId, reportId)),
    );
    expect(lessons).toEqual([]);
    await expect(markLesson(as(db, people.coordinator), reference, { marked: true, text: "" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("is undone by a coordinator among them, and then the team reads it again", async () => {
    const { reference, reportId } = await send();
    await restrict(reference, ["lead"]);
    await restrict(reference, null, "lead");
    expect((await ledgerOf(db, reportId)).at(-1)?.type).toBe("report.unrestricted");
    expect((await getStaffReport(as(db, people.triager), reference)).restriction.readers).toBeNull();
  });

  test("records nothing when nothing changes", async () => {
    const { reference, reportId } = await send();
    await restrict(reference, ["named"]);
    const events = (await ledgerOf(db, reportId)).length;
    await restrict(reference, ["coordinator", "named"]);
    expect(await ledgerOf(db, reportId)).toHaveLength(events);
  });
});

describe("who may not, and when", () => {
  test("a triager is told who may; the reporter too; strangers find nothing", async () => {
    const { reference } = await send();
    for (const name of ["triager", "reporter"] as const) {
      await expect(restrict(reference, [], name)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    for (const name of ["elsewhere", "auditor", "owner"] as const) {
      await expect(restrict(reference, [], name)).rejects.toMatchObject(NOT_FOUND);
    }
  });

  test("people whose role reads no report, or of another program, cannot be named", async () => {
    const { reference } = await send();
    for (const name of ["auditor", "elsewhere", "reporter"] as const) {
      await expect(restrict(reference, [name])).rejects.toMatchObject({ code: "INVALID" });
    }
    expect((await reportRow(db, reference)).readers).toBeNull();
  });

  test("without a reason it is not done, and the reason is a note to those who read it", async () => {
    const { reference } = await send();
    const asked = { readers: [], version: 1 };
    await expect(
      restrictReport(as(db, people.coordinator), reference, { ...asked, reason: " " }),
    ).rejects.toMatchObject({ code: "INVALID", fieldErrors: { reason: ["Write why"] } });
    expect((await reportRow(db, reference)).readers).toBeNull();
    await restrictReport(as(db, people.coordinator), reference, { ...asked, reason: "It names a colleague." });
    const { notes } = await getStaffReport(as(db, people.coordinator), reference);
    expect(JSON.stringify(notes)).toContain("It names a colleague.");
  });

  test("a stale page, and the second of two at once, lose", async () => {
    const { reference } = await send();
    await expect(
      restrictReport(as(db, people.coordinator), reference, {
        readers: [],
        version: 7,
        reason: "It names a colleague.",
      }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    const both = await Promise.allSettled(
      (["coordinator", "lead"] as const).map((name) =>
        restrictReport(as(db, people[name]), reference, {
          readers: [memberHandle(idOf("lead"))],
          version: 1,
          reason: "It names a colleague.",
        }),
      ),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { reason } = both.find((one) => one.status === "rejected") as PromiseRejectedResult;
    expect(["CONFLICT", "NOT_FOUND"]).toContain(reason.code);
  });

  test("the database itself hides its row and everything that hangs on it, though the portal should forget to ask", async () => {
    const { reference, reportId } = await send();
    await addNote(as(db, people.coordinator), reference, { text: "Quietly." });
    await restrict(reference, []);
    const rows = await inTransaction(as(db, people.lead), (tx) =>
      tx.db.execute(`select 1 from reports where id = '${reportId}' union all
        select 1 from internal_notes where report_id = '${reportId}' union all
        select 1 from clocks where report_id = '${reportId}' union all
        select 1 from events where report_id = '${reportId}'`),
    );
    expect([...rows]).toEqual([]);
  });
});

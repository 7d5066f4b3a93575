import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { events } from "@/db/schema";
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
import { conflict, forbidden, notFound } from "@/lib/errors";
import { moveReport } from "@/lib/reports/mutations/move";
import { LIMITS } from "@/lib/request/rate-limit";
import { inTransaction } from "@/lib/request/transaction";
import { readAudit } from "../queries";
import { recordRefusal } from "./mutations";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let auditor: Actor;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  auditor = await newStaff(db, smile, "auditor");
});

/** Where refusals of somebody stand, and how often. */
async function recorded(accountId: string): Promise<string[]> {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ stream: events.stream, payload: events.payload })
      .from(events)
      .where(and(eq(events.type, "access.refused"), eq(events.actorId, accountId))),
  );
  return rows.map(({ stream, payload }) => `${stream} ${JSON.stringify(payload)}`);
}

test("a refused act stands in the log of the program its person works for, with its name and nothing it was about (AL-01)", async () => {
  const { reference } = await sendReport(as(db, await newResearcher(db)), smile.policy, { title: "Sealed words" });
  const manager = await newStaff(db, smile, "admin");
  const ctx = as(db, manager);
  const refused = await moveReport(ctx, reference, { move: "start_checking", version: 1, text: "", reason: "" }).catch(
    (error: unknown) => error,
  );
  expect(await recordRefusal(ctx, "moveOn", refused)).toBe(true);
  const { rows } = await readAudit(as(db, auditor), smile.slug, { group: "refused" });
  expect(rows.map(({ what, reference: of }) => [what, of])).toEqual([
    ["Tried what is not theirs to do, or is none (moveOn): refused.", null],
  ]);
  expect(JSON.stringify(rows)).not.toContain(reference);
  expect(
    (await readAudit(as(db, auditor), smile.slug, { group: "people" })).rows.map(({ type }) => type),
  ).not.toContain("access.refused");
});

test("of somebody with roles in two programs it stands in both, of a researcher in the portal's own stream, of others nowhere", async () => {
  const here = await newStaff(db, smile, "triager");
  const both: Actor = {
    ...here,
    memberships: [...here.memberships, ...(await newStaff(db, cardihab, "triager")).memberships],
  };
  await recordRefusal(as(db, both), "page", notFound());
  const payload = { type: "access.refused", action: "page", answer: "NOT_FOUND" };
  const streams = [smile, cardihab].map(({ id }) => `program:${id}`);
  expect((await recorded(here.accountId)).map((line) => line.split(" ")[0]).sort()).toEqual(streams.sort());
  expect(JSON.parse((await recorded(here.accountId))[0]?.replace(/^\S+ /, "") ?? "")).toEqual(payload);

  const researcher = await newResearcher(db);
  await recordRefusal(as(db, researcher), "sendReply", forbidden("Not yours."));
  expect((await recorded(researcher.accountId)).map((line) => line.split(" ")[0])).toEqual(["system"]);
  expect(await recordRefusal(as(db, { kind: "anonymous" }), "page", notFound())).toBe(false);
});

test("what was no refusal is none, and more than an hour takes are not told again", async () => {
  const triager = await newStaff(db, smile, "triager");
  const ctx = as(db, triager);
  for (const other of [conflict("Somebody was faster."), new Error("broken"), undefined]) {
    expect(await recordRefusal(ctx, "moveOn", other)).toBe(false);
  }
  const most = LIMITS["refusal:account"].points;
  for (let index = 0; index < most; index += 1) expect(await recordRefusal(ctx, "page", notFound())).toBe(true);
  expect(await recordRefusal(ctx, "page", notFound())).toBe(false);
  expect(await recorded(triager.accountId)).toHaveLength(most);
});

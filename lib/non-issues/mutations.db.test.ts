import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { events, nonIssues } from "@/db/schema";
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
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { addNonIssue, retireNonIssue } from "./mutations";
import { nonIssueCatalogue } from "./queries";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let coordinator: Actor;
let triager: Actor;
let reporter: Actor;
let elsewhere: Actor;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  coordinator = await newStaff(db, smile, "coordinator");
  triager = await newStaff(db, smile, "triager");
  elsewhere = await newStaff(db, portal.cardihab, "coordinator");
  reporter = await newResearcher(db);
});

const BANNER = { title: "Version in a banner", body: "The version that the server names is public on purpose." };
const add = (actor: Actor, entry = BANNER) => addNonIssue(as(db, actor), smile.slug, entry);
const keysOfEvents = (type: string) =>
  inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ payload: events.payload })
      .from(events)
      .where(and(eq(events.stream, `program:${smile.id}`), eq(events.type, type))),
  );

test("an entry is added by who may, cited by a decision, and says the same for ever", async () => {
  for (const actor of [reporter, elsewhere]) await expect(add(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(add(triager)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const results = await Promise.allSettled([add(coordinator), add(coordinator)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  expect(await keysOfEvents("non_issue.added")).toMatchObject([{ payload: { key: "N1" } }]);

  const { reference } = await sendReport(as(db, reporter), smile.policy);
  expect((await getStaffReport(as(db, triager), reference)).clauses).toContainEqual({
    key: "N1",
    heading: BANNER.title,
  });
  const decline = (clause: string) =>
    moveReport(
      as(db, triager),
      reference,
      moveSchema.parse({ move: "reject", version: 1, resolution: "not_security", clause, text: "Public on purpose." }),
    );
  await expect(decline("N2")).rejects.toMatchObject({ code: "INVALID", fieldErrors: { clause: [expect.any(String)] } });
  await decline("N1");
  await retireNonIssue(as(db, coordinator), smile.slug, "N1");
  const shown = await getReporterReport(as(db, reporter), reference);
  expect(shown).toMatchObject({ resolutionClause: null, resolutionEntry: { key: "N1", ...BANNER } });
  expect(shown.timeline.map(({ sentence }) => sentence)).toContain(
    "The team did not accept this report: Not a security problem (entry N1 of the non-issues).",
  );
  await expect(
    database.owner.update(nonIssues).set({ body: "Something else." }).where(eq(nonIssues.programId, smile.id)),
  ).rejects.toThrow();
});

test("a retired entry can no longer be cited, and is retired once", async () => {
  const { key } = await add(coordinator, { title: "Self-XSS", body: "Only its own author runs it." });
  const retire = (actor: Actor, which = key) => retireNonIssue(as(db, actor), smile.slug, which);
  await expect(retire(elsewhere)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(retire(triager)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(retire(coordinator, "N99")).rejects.toMatchObject({ code: "NOT_FOUND" });
  const results = await Promise.allSettled([retire(coordinator), retire(coordinator)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(retire(coordinator)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await keysOfEvents("non_issue.retired")).toContainEqual({ payload: { type: "non_issue.retired", key } });
  const { reference } = await sendReport(as(db, reporter), smile.policy);
  const input = { move: "reject", version: 1, resolution: "not_security", clause: key, text: "No." };
  await expect(moveReport(as(db, triager), reference, moveSchema.parse(input))).rejects.toMatchObject({
    code: "INVALID",
  });
  const { entries, mayChange } = await nonIssueCatalogue(as(db, triager), {});
  expect(entries.find((entry) => entry.key === key)?.retiredAt).not.toBeNull();
  expect(mayChange).toBe(false);
  await expect(nonIssueCatalogue(as(db, reporter), {})).rejects.toMatchObject({ code: "NOT_FOUND" });
});

import { beforeAll, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, type TestProgram, visitor } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { readAudit } from "@/lib/audit/queries";
import type { Actor } from "@/lib/auth/policy";
import { findReports } from "@/lib/triage/find/queries";
import { recordSearch } from "./mutations";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let triager: Actor & { kind: "staff" };
let auditor: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
  auditor = await newStaff(db, smile, "auditor");
});

const search = (words: string, more: { at?: string; filters?: string[]; actor?: Actor } = {}) =>
  recordSearch(as(db, more.actor ?? triager, more.at), {
    programSlug: smile.slug,
    place: "list",
    words,
    filters: more.filters ?? [],
    found: 3,
  });
const read = async () => (await readAudit(as(db, auditor, "2026-11-27T18:00:00Z"), smile.slug, { group: "read" })).rows;

test("that somebody searched is read by an auditor, and never for what (AL-08)", async () => {
  await search("quietly planted", { at: "2026-11-27T15:00:00Z", filters: ["state", "tag"] });
  const rows = await read();
  expect(rows[0]).toMatchObject({
    type: "reports.searched",
    what: "Searched the reports for words, narrowed by state, tag: 3 found.",
  });
  expect(JSON.stringify(rows)).not.toMatch(/quietly|planted/);
});

test("the same search looked at again within ten minutes is one entry; another one is another", async () => {
  const before = (await read()).length;
  await search("header", { at: "2026-11-27T16:00:00Z" });
  await search("header", { at: "2026-11-27T16:05:00Z" });
  expect(await read()).toHaveLength(before + 1);
  await search("cookie", { at: "2026-11-27T16:06:00Z" });
  await search("header", { at: "2026-11-27T16:07:00Z", filters: ["state"] });
  await search("header", { at: "2026-11-27T16:20:00Z" });
  expect(await read()).toHaveLength(before + 4);
});

test("the palette searches with each letter and leaves one entry", async () => {
  const before = (await read()).length;
  for (const words of ["he", "hea", "header"]) await findReports(as(db, triager, "2026-11-27T17:00:00Z"), words);
  expect(await read()).toHaveLength(before + 1);
});

test("nobody searches, and leaves nothing, without a reading role", async () => {
  const before = (await read()).length;
  const others: Actor[] = [visitor, auditor, await newResearcher(db), await newStaff(db, cardihab, "coordinator")];
  for (const actor of others) await expect(search("header", { actor })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await read()).toHaveLength(before);
});

import { v7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import {
  as,
  newResearcher,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { inTransaction } from "@/lib/request/transaction";
import { newReference, parseReference } from "../reference";
import { insertReport } from "./insert";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
});

test("a report whose reference is taken is stored under the next, and the other stays as it was", async () => {
  const { reference } = await sendReport(as(db, await newResearcher(db)), smile.policy);
  const first = await reportRow(db, reference);
  const twin = { ...first, id: v7(), draftId: null };
  const drawn = [reference, newReference("SDH")];
  const stored = await inTransaction(systemAt(db), (tx) =>
    insertReport(tx, twin, "SDH", () => drawn.shift() ?? "none was asked for"),
  );
  expect(parseReference(stored)).toMatchObject({ ok: true, reference: stored });
  expect(stored).not.toBe(reference);
  expect((await reportRow(db, stored)).id).toBe(twin.id);
  expect(await reportRow(db, reference)).toEqual(first);
});

test("where none is free, nothing is stored and it is said", async () => {
  const { reference } = await sendReport(as(db, await newResearcher(db)), smile.policy);
  const twin = { ...(await reportRow(db, reference)), id: v7(), draftId: null };
  await expect(inTransaction(systemAt(db), (tx) => insertReport(tx, twin, "SDH", () => reference))).rejects.toThrow(
    "no reference is free",
  );
});

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/db/testing/test-db";
import { demonstrationSignIns } from "@/lib/accounts/queries";
import { prepareEnvironment } from "@/lib/env/prepare";
import { listPrograms } from "@/lib/programs/queries";
import { ensureReceiptKey } from "@/lib/receipts/mutations";
import { allReceiptKeys } from "@/lib/receipts/queries";
import type { Context } from "@/lib/request/transaction";
import { checkKeyRing } from "./key-ring-check";

const database = await testDatabase();
const other = await testDatabase();
const db = database.app;
const dataDir = mkdtempSync(join(tmpdir(), "portal-first-"));
const system: Context = { actor: { kind: "system", job: "start" }, db, clockOffsetMs: 0 };
const visitor: Context = { actor: { kind: "anonymous" }, db, clockOffsetMs: 0 };

/** The steps of lib/cli/start.ts between the migrations and the first request, without a demonstration. */
async function startWithoutDemonstration() {
  vi.stubEnv("DATABASE_URL", "");
  vi.stubEnv("DEMO", "0");
  vi.stubEnv("DATA_DIR", dataDir);
  const prepared = prepareEnvironment();
  await checkKeyRing(prepared, database.appUrl);
  await ensureReceiptKey(system);
  return prepared;
}

beforeAll(async () => {
  expect(await startWithoutDemonstration()).toMatchObject({ DEMO: false, embedded: true });
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe("the first start of an installation that is no demonstration", () => {
  test("opens no program and offers nobody's sign-in", async () => {
    expect(await listPrograms(visitor)).toEqual([]);
    expect(await demonstrationSignIns(visitor)).toEqual([]);
    const [{ count = -1 } = {}] = await db.$client<{ count: number }[]>`select count(*)::int as count from accounts`;
    expect(count).toBe(0);
  });

  test("has its key ring for itself alone, and one receipt key", async () => {
    expect(statSync(join(dataDir, "keyring.json")).mode & 0o077).toBe(0);
    expect((await allReceiptKeys(visitor)).keys).toHaveLength(1);
  });

  test("a second start, and two at once, keep that key", async () => {
    const before = await allReceiptKeys(visitor);
    await startWithoutDemonstration();
    await Promise.all([ensureReceiptKey(system), ensureReceiptKey(system)]);
    expect(await allReceiptKeys(visitor)).toEqual(before);
  });

  test("it stays no demonstration when DEMO is not said again", () => {
    vi.stubEnv("DEMO", "");
    expect(prepareEnvironment().DEMO).toBe(false);
  });
});

test("two instances that make the first key together make one", async () => {
  const context = { ...system, db: other.app };
  await Promise.all(Array.from({ length: 4 }, () => ensureReceiptKey(context)));
  expect((await allReceiptKeys(context)).keys).toHaveLength(1);
});

import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { redactAnswer } from "@/lib/reports/mutations/redact";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { similarReports } from "./queries";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let people: Record<"ann" | "bob" | "triager" | "coordinator" | "elsewhere" | "auditor", Actor & { accountId: string }>;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  people = {
    ann: await newResearcher(db),
    bob: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    elsewhere: await newStaff(db, cardihab, "coordinator"),
    auditor: await newStaff(db, smile, "auditor"),
  };
});

const send = (who: "ann" | "bob", typed: Record<string, string>, program = smile) =>
  sendReport(as(db, people[who]), program.policy, typed);

async function similar(reference: string, who: keyof typeof people = "triager") {
  const { candidates } = await similarReports(as(db, people[who]), reference);
  return candidates.map((one) => `${one.reference}: ${one.reasons.join("; ")}${one.earlier ? " (earlier)" : ""}`);
}

describe("reports that may be about the same thing", () => {
  test("are found by what they share, with the reasons in words, on both sides", async () => {
    const first = await send("ann", {
      title: "Gorgon exposes the ledger",
      details: "See https://x.example/ledger/17/export for the open door.",
    });
    const second = await send("bob", {
      title: "The ledger of the gorgon is open",
      details: "Anybody gets https://x.example/ledger/99/export, numbers and all.",
    });
    const reasons = "The same path of an address; 3 words of the title in common; The same product";
    expect(await similar(second.reference)).toContain(`${first.reference}: ${reasons} (earlier)`);
    expect(await similar(first.reference)).toContain(`${second.reference}: ${reasons}`);
  });

  test("are none where only the product and the person are the same", async () => {
    const { reference } = await send("ann", { title: "Minotaur behind hedges" });
    await send("ann", { title: "Sphinx upon columns" });
    expect(await similar(reference)).toEqual([]);
  });

  test("of another program, and restricted ones, are no candidates: neither is it said that there are any", async () => {
    const title = "Chimera swallows cookies";
    const mine = await send("ann", { title });
    const theirs = await send("bob", { title }, cardihab);
    const quiet = await send("bob", { title });
    expect(await similar(mine.reference)).toHaveLength(1);
    const readers = [memberHandle(people.coordinator.accountId)];
    await restrictReport(as(db, people.coordinator), quiet.reference, {
      readers,
      version: 1,
      reason: "It names a colleague.",
    });
    expect(await similar(mine.reference)).toEqual([]);
    expect(await similar(mine.reference, "coordinator")).toHaveLength(1);
    expect((await similar(mine.reference, "coordinator")).join()).not.toContain(theirs.reference);
  });

  test("no longer share what was withheld", async () => {
    const first = await send("ann", {
      title: "Hydra grows heads",
      details: "At https://x.example/hydra/grow they do, whenever somebody cuts one off.",
    });
    const second = await send("bob", {
      title: "Many necks of one beast",
      details: "At https://x.example/hydra/grow, and every one of them grows again.",
    });
    expect(await similar(second.reference)).toHaveLength(1);
    await redactAnswer(as(db, people.coordinator), first.reference, { key: "details", reason: "A name.", sure: "yes" });
    expect(await similar(second.reference)).toEqual([]);
  });

  test("take a few statements, however many reports there are", async () => {
    const { reference } = await send("ann", { title: "Cerberus barks twice" });
    await send("bob", { title: "Cerberus barks thrice" });
    let statements = 0;
    const counted = drizzle(db.$client, { schema, logger: { logQuery: () => void statements++ } });
    await similarReports(as(counted, people.triager), reference);
    expect(statements).toBeLessThanOrEqual(6);
  });

  test("are nobody's business who does not read the report as staff", async () => {
    const { reference } = await send("ann", { title: "Griffin on the roof" });
    for (const who of ["ann", "bob", "elsewhere", "auditor"] as const) {
      await expect(similarReports(as(db, people[who]), reference), who).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

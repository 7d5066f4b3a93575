import { beforeAll, describe, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import type { Actor } from "@/lib/auth/policy";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { db, type, typeForJson } from "../command-line.test-data";

let smile: TestProgram;
let ann: Actor;
let triager: Actor;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

const due = (program: string, clock: string, received: string, ...more: string[]) =>
  typeForJson("sla", "due", "--program", program, "--clock", clock, "--received", received, ...more);

describe("sla due", () => {
  // Friday 16:00 in Toronto before Canada Day: Monday is day 1, Tuesday a holiday, Wednesday day 2 (product.md §4).
  test.each([
    ["smile-digital-health", "acknowledge", "2025-06-27T16:00:00-04:00", "2025-07-03T04:00:00.000Z"],
    ["smile-digital-health", "acknowledge", "2025-06-27T20:00:00Z", "2025-07-03T04:00:00.000Z"],
    // Monday in Brisbane, then five business days of the second policy.
    ["cardihab", "first_response", "2026-03-02T03:00:00Z", "2026-03-09T14:00:00.000Z"],
  ])("%s %s received %s is due before %s", async (program, clock, received, instant) => {
    const { code, json } = await due(program, clock, received);
    expect(code).toBe(0);
    expect(Object.keys(json as object).sort()).toEqual(["derivation", "due"]);
    expect(json).toMatchObject({ due: instant });
    const { derivation } = json as { derivation: string[] };
    expect(derivation.length).toBeGreaterThan(1);
    const { out } = await type("sla", "due", "--program", program, "--clock", clock, "--received", received);
    expect(out).toBe(`Due before ${instant}\n${derivation.map((line) => `  ${line}\n`).join("")}`);
  });

  test("the derivation names the holiday it passed", async () => {
    const { json } = await due("smile-digital-health", "acknowledge", "2025-06-27T20:00:00Z");
    expect(JSON.stringify(json)).toContain("Canada Day");
  });

  test.each([
    ["smile-digital-health", "fix"],
    ["smile-digital-health", "next_update"],
    ["cardihab", "acknowledge"],
  ])("%s publishes no target for %s, and the answer says so", async (program, clock) => {
    const { code, json } = await due(program, clock, "2026-03-02T03:00:00Z");
    expect(code).toBe(1);
    expect(json).toMatchObject({ due: null, derivation: [], error: expect.stringContaining("no published target") });
  });

  test.each([
    [["--program", "nowhere", "--clock", "acknowledge", "--received", "2026-03-02T03:00:00Z"], "no program nowhere"],
    [["--program", "cardihab", "--clock", "coffee", "--received", "2026-03-02T03:00:00Z"], "no clock coffee"],
    [["--program", "cardihab", "--clock", "verify", "--received", "yesterday"], "--received must be an instant"],
    [["--program", "cardihab", "--clock", "verify", "--received", "2026-03-02T03:00:00"], "with a zone"],
    [["--program", "cardihab", "--clock", "verify"], "--received is missing"],
    [["--clock", "verify", "--received", "2026-03-02T03:00:00Z"], "--program is missing"],
    [["--program", "cardihab", "--watch", "verify"], "--watch"],
  ])("cannot be done with %j", async (words, complaint) => {
    const answer = await type("sla", "due", ...words);
    expect(answer.code).toBe(2);
    expect(answer.out).toBe("");
    expect(answer.complaint).toContain(complaint);
    expect(answer.complaint).toContain("sla due --program SLUG");
  });
});

describe("sla explain", () => {
  const RECEIVED = "2025-06-27T20:00:00.000Z";
  const ACKNOWLEDGED = "2025-06-30T15:00:00.000Z";
  let reference = "";
  beforeAll(async () => {
    ({ reference } = await sendReport(as(db, ann, RECEIVED), smile.policy));
    await moveReport(as(db, triager, ACKNOWLEDGED), reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
  });

  const explain = async (...more: string[]) => {
    const { code, json } = await typeForJson("sla", "explain", reference, ...more);
    return { code, ...(json as { at: string; clocks: { clock: string; state: string; derivation: string[] }[] }) };
  };

  test("tells every clock with its derivation, as it stands now", async () => {
    const { code, clocks } = await explain();
    expect(code).toBe(0);
    expect(clocks.map(({ clock }) => clock)).toEqual(["acknowledge", "verify"]);
    expect(clocks[0]).toMatchObject({ state: "met", due: "2025-07-03T04:00:00.000Z", run: 1 });
    expect(clocks[1]).toMatchObject({ state: "later_than_usual", stoppedAt: null });
    for (const { derivation } of clocks) expect(derivation.length).toBeGreaterThan(0);
    const { out } = await type("sla", "explain", reference.toLowerCase());
    expect(out).toContain("acknowledge 1: met, due before 2025-07-03T04:00:00.000Z\n  ");
  });

  test.each([
    ["2025-06-27T19:00:00Z", undefined],
    ["2025-06-28T12:00:00Z", "running"],
    ["2025-06-30T14:59:00Z", expect.stringMatching(/^(running|due_soon)$/)],
    ["2025-06-30T15:01:00Z", "met"],
    ["2025-08-01T00:00:00+02:00", "met"],
  ])("at %s the acknowledgement was %s", async (at, state) => {
    const { code, clocks, at: told } = await explain("--at", at);
    expect(code).toBe(0);
    expect(told).toBe(new Date(at).toISOString());
    const acknowledge = clocks.find(({ clock }) => clock === "acknowledge");
    if (state === undefined) expect(clocks).toEqual([]);
    else expect(acknowledge?.state).toEqual(state);
  });

  test("a report that was never acknowledged has breached the promise, to the second", async () => {
    const late = await sendReport(as(db, ann, RECEIVED), smile.policy);
    const stateAt = async (at: string) => {
      const { json } = await typeForJson("sla", "explain", late.reference, "--at", at);
      return (json as { clocks: { clock: string; state: string }[] }).clocks[0];
    };
    expect(await stateAt("2025-07-03T03:59:59Z")).toMatchObject({ clock: "acknowledge", state: "due_today" });
    expect(await stateAt("2025-07-03T04:00:00Z")).toMatchObject({ clock: "acknowledge", state: "breached" });
  });

  test.each([
    [["SDH-0000-0000"], "There is no report SDH-0000-0000."],
    [[], "REFERENCE is missing"],
    [["SDH-0000-0000", "--at", "noon"], "--at must be an instant"],
  ])("cannot be done with %j", async (words, complaint) => {
    const answer = await type("sla", "explain", ...words);
    expect(answer.code).toBe(2);
    expect(answer.complaint).toContain(complaint);
  });
});

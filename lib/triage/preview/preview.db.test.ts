import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { similarReports } from "@/lib/duplicates/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { getStaffReport } from "@/lib/reports/queries";
import { together } from "@/lib/request/transaction";
import { listQueue } from "../queries";
import { deskShell } from "../shell/queries";
import { previewReport } from "./queries";

const database = await testDatabase();
const db = database.app;

type Staff = Actor & { kind: "staff" };
let smile: TestProgram;
let cardihab: TestProgram;
let reporter: Actor;
let triager: Staff;
let coordinator: Staff;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  reporter = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
});

const send = (title: string) => sendReport(as(db, reporter), smile.policy, { title });
const preview = (reference: string, who: Actor = triager) => previewReport(as(db, who), reference, { seen: false });

describe("a report beside the queue of triage", () => {
  test("says what its own page says", async () => {
    const { reference } = await send("Basilisk stares through glass");
    const { sections, encrypted, similar, now, clocks, ...beside } = await preview(reference);
    const page = await getStaffReport(as(db, triager), reference);
    expect(page).toMatchObject(beside);
    expect(page.sections).toEqual(sections);
    expect(page.clocks.map(({ clock, state, due }) => [clock, state, due])).toEqual(
      clocks.map(({ clock, state, due }) => [clock, state, due]),
    );
    expect({ encrypted, similar }).toEqual({ encrypted: false, similar: 0 });
    expect(Date.parse(now)).toBeLessThanOrEqual(Date.parse(page.now));
  });

  test("counts the reports that its page of similar ones shows, and none that the reader may not know", async () => {
    const { reference } = await send("Kraken drags the anchor down");
    await send("Kraken drags an anchor further down");
    const quiet = await send("Anchor which a kraken drags down");
    expect((await preview(reference)).similar).toBe(2);
    await restrictReport(as(db, coordinator), quiet.reference, {
      readers: [memberHandle(coordinator.accountId)],
      version: 1,
      reason: "It names a colleague.",
    });
    for (const [who, expected] of [
      [triager, 1],
      [coordinator, 2],
    ] as const) {
      expect((await preview(reference, who)).similar).toBe(expected);
      expect((await similarReports(as(db, who), reference)).candidates).toHaveLength(expected);
    }
    await expect(preview(quiet.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await preview(quiet.reference, coordinator)).toMatchObject({ flags: ["restricted"] });
  });

  test("is nobody's business who does not read the report as staff", async () => {
    const { reference } = await send("Manticore behind the gate");
    const others = [
      await newResearcher(db),
      await newStaff(db, smile, "auditor"),
      await newStaff(db, cardihab, "triager"),
    ];
    for (const who of [reporter, ...others]) {
      await expect(preview(reference, who)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("and the frame of the desk cost the whole page no more than twelve statements", async () => {
    const { reference } = await send("Harpy climbs masts");
    await send("Harpy climbs other masts");
    const asked: string[] = [];
    const counted = as(drizzle(db.$client, { schema, logger: { logQuery: (one) => void asked.push(one) } }), triager);
    const ctx = { ...counted, actor: triager };
    await deskShell(ctx);
    await together(ctx, async (one) => {
      await listQueue(one, { programSlug: smile.slug, queue: "new" });
      expect(await previewReport(one, reference, { seen: false })).toMatchObject({ similar: 1 });
    });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(12);
  });
});

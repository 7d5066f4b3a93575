import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { attestations, clocks } from "@/db/schema";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  openProgram,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { receiptOf } from "@/lib/receipts/queries";
import { saveDraftStep } from "@/lib/reports/drafts/mutations";
import { getDraft } from "@/lib/reports/drafts/queries";
import { stepForm } from "@/lib/reports/form/report-form";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { submitReport } from "@/lib/reports/mutations/submit";
import { inTransaction } from "@/lib/request/transaction";
import { contentHash } from "./hash";
import type { PolicyDocument } from "./schema";

const database = await testDatabase();
const db = database.app;

let ann: Actor;
beforeAll(async () => {
  await openPortal(db);
  ann = await newResearcher(db);
});

const MONDAY = "2026-03-02T15:00:00Z";

const storedClocks = (reportId: string) =>
  inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(clocks).where(eq(clocks.reportId, reportId)).orderBy(clocks.clock),
  );

describe("a third program with other clauses and numbers", () => {
  const promise = (
    clock: "acknowledge" | "first_response" | "verify",
    amount: number,
    unit: "hour" | "business_day" | "day",
    rigidity: "MUST" | "SHOULD",
  ) => ({
    clock,
    amount,
    unit,
    rigidity,
    wording: `We promise it within {time}.`,
  });
  const fix = (severity: "critical" | "low", amount: number) => ({
    clock: "fix" as const,
    amount,
    unit: "day" as const,
    rigidity: "SHOULD" as const,
    severity,
    wording: "Repaired within {time}.",
  });
  const pumps: PolicyDocument = {
    ...smileDigitalHealthPolicy,
    program: "lantern-pumps",
    title: "Telling us about weak spots",
    version: "7.1",
    organisation: {
      legalName: "Lantern Pumps Oy",
      tradeName: "Lantern Pumps",
      offices: [],
      trademarkNotice: null,
      badges: [],
    },
    calendar: { version: 1, zone: "Asia/Riyadh", region: "Saudi Arabia" },
    businessDayRule: "Sunday to Thursday in Riyadh.",
    demonstrationValues: [],
    clauses: [
      {
        key: "3",
        heading: "Pumps",
        kind: "scope",
        mode: "products",
        statement: "Our pumps.",
        body: "",
        products: [{ key: "pump-9", name: "Pump 9", family: "Pumps", openSource: false }],
      },
      {
        key: "4",
        heading: "Not wanted",
        kind: "exclusion",
        body: "",
        exclusions: [
          {
            id: "squeaking",
            kind: "vulnerability_class",
            label: "Squeaking",
            text: "Noise is out of scope.",
            cwe: [1234],
            words: ["squeak"],
          },
        ],
      },
      {
        key: "5",
        heading: "Manners",
        kind: "conduct",
        body: "",
        rules: [{ id: "dry-hands", text: "Keep your hands dry." }],
      },
      {
        key: "6",
        heading: "Times",
        kind: "commitment",
        body: "",
        commitments: [
          promise("acknowledge", 36, "hour", "MUST"),
          promise("first_response", 10, "business_day", "SHOULD"),
          fix("critical", 11),
          fix("low", 200),
        ],
      },
      {
        key: "7",
        heading: "Where to",
        kind: "contact",
        body: "",
        email: null,
        intake: { onePerReport: true, considerations: [] },
      },
    ],
  };
  const calendar = {
    ...ontarioCalendar,
    version: 1,
    zone: "Asia/Riyadh",
    region: "Saudi Arabia",
    workingDays: [7, 1, 2, 3, 4],
    holidays: [],
  };
  let program: TestProgram;
  let coordinator: Actor;

  beforeAll(async () => {
    program = await openProgram(db, pumps, calendar, { referencePrefix: "LPO", position: 3 });
    coordinator = await newStaff(db, program, "coordinator");
  });

  test("its own form: product, exclusion, conduct, one report for each vulnerability", () => {
    const scope = stepForm(pumps, "scope").fields;
    expect(JSON.stringify(scope)).toContain("Pump 9");
    expect(JSON.stringify(scope)).toContain("squeaking");
    expect(JSON.stringify(scope)).not.toContain("denial-of-service");
    expect(stepForm(pumps, "details").fields.map(({ name }) => name)).toContain("onlyOne");
    expect(stepForm(smileDigitalHealthPolicy, "details").fields.map(({ name }) => name)).not.toContain("onlyOne");
  });

  test("a walk through every step gives a report with its clocks, statements and receipt", async () => {
    const walk = { outOfScope: ["squeaking"], scopeRationale: "The squeak carries the key of the pump." };
    const { reference, reportId } = await sendReport(as(db, ann, MONDAY), pumps, walk);
    expect(reference).toMatch(/^LPO-/);
    const { flags, receivedAt } = await reportRow(db, reference);
    expect(flags).toEqual(["out_of_scope_ticked"]);
    // 36 hours are exact; ten working days from Monday are Sunday to Thursday, twice: until the end of Monday, 16 March.
    const due = {
      acknowledge: new Date(receivedAt.getTime() + 36 * 3_600_000).toISOString(),
      first_response: "2026-03-16T21:00:00.000Z",
    };
    const stored = await storedClocks(reportId);
    expect(Object.fromEntries(stored.map(({ clock, dueAt }) => [clock, dueAt.toISOString()]))).toEqual(due);
    const { json } = await receiptOf(as(db, ann), reference);
    const { payload } = JSON.parse(json) as {
      payload: { program: string; commitments: { clock: string; due: string }[] };
    };
    expect(payload.program).toBe("lantern-pumps");
    expect(Object.fromEntries(payload.commitments.map(({ clock, due: at }) => [clock, at]))).toEqual(due);
    const attested = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(attestations).where(eq(attestations.reportId, reportId)),
    );
    expect(attested).toMatchObject([{ clauseKey: "5", ruleId: "dry-hands", statement: "followed" }]);
    expect((await ledgerOf(db, reportId))[0]?.payload).toMatchObject({
      policyVersion: "7.1",
      policyHash: contentHash(pumps),
    });
  });

  test("its tick for one vulnerability is required, an exclusion of another program is not known", async () => {
    const draftPublicId = await writeDraft(as(db, ann), pumps);
    const { rev } = await getDraft(as(db, ann), draftPublicId);
    const page = { publicId: draftPublicId, part: "step", rev, changing: true } as const;
    const foreign = { productId: "pump-9", outOfScope: ["denial-of-service"] };
    await expect(
      saveDraftStep(as(db, ann), { ...page, step: "scope", values: foreign, keep: "judged" }),
    ).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { outOfScope: [expect.any(String)] },
    });
    const untold = { title: "A title that is long enough", details: "x".repeat(60) };
    await saveDraftStep(as(db, ann), { ...page, step: "details", values: untold, keep: "as_typed" });
    await expect(submitReport(as(db, ann), { draftPublicId })).rejects.toMatchObject({
      fieldErrors: { onlyOne: [expect.any(String)] },
    });
  });

  test.each([
    ["critical", 11],
    ["low", 200],
    ["high", undefined],
  ] as const)("a %s one is to be fixed in %s days, by its own table of targets", async (severity, days) => {
    const { reference, reportId } = await sendReport(as(db, ann), pumps);
    await moveReport(as(db, coordinator), reference, moveSchema.parse({ move: "start_checking", version: 1 }));
    await moveReport(as(db, coordinator), reference, moveSchema.parse({ move: "validate", version: 2, severity }));
    expect((await storedClocks(reportId)).find(({ clock }) => clock === "fix")?.amount).toBe(days);
  });
});

import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { mails, reportAdditions, reports } from "@/db/schema";
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
import type { Actor } from "@/lib/auth/policy";
import { answerLeaf } from "@/lib/receipts/leaves";
import { exportReport } from "@/lib/reports/export/queries";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { moveSchema } from "../moves";
import { addInformation } from "./add";
import { moveReport } from "./move";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let ann: Actor;
let triager: Actor;
let strangers: Actor[];

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  strangers = [
    { kind: "anonymous" },
    await newResearcher(db),
    await newStaff(db, smile, "admin"),
    await newStaff(db, portal.cardihab, "coordinator"),
  ];
});

const sent = () => sendReport(as(db, ann), smile.policy, { poc: "GET /", steps: "1. Open it" });
const text = (words: string, about = "") => ({ about, text: words });

async function move(actor: Actor, reference: string, name: string, given: Record<string, string> = {}) {
  const { version } = await reportRow(db, reference);
  await moveReport(as(db, actor), reference, moveSchema.parse({ move: name, version, ...given }));
}

describe("adding information", () => {
  test("keeps each text with its time, beside answers that never change, and both sides see it", async () => {
    const { reference, reportId } = await sent();
    const before = (await reportRow(db, reference)).answersSealed;
    await addInformation(as(db, ann), reference, text("  It is in the test system too.  "));
    const exact = " GET /\0 <script>\r\n";
    const { additionId } = await addInformation(
      as(db, ann, new Date(Date.now() + 60_000)),
      reference,
      text(exact, "poc"),
    );
    const expected = [
      { about: null, text: { kind: "markdown", text: "It is in the test system too." }, sections: [] },
      { about: "Proof of concept", text: { kind: "raw", text: " GET /\0 <script>\n" }, sections: [] },
    ];
    for (const report of [
      await getReporterReport(as(db, ann), reference),
      await getStaffReport(as(db, triager), reference),
    ]) {
      expect(report.additions.map(({ id: _, at: __, ...rest }) => rest)).toEqual(expected);
      expect(report.additions[1]?.id).toBe(additionId);
      expect(report.answers.poc).toBe("GET /");
    }
    expect((await reportRow(db, reference)).answersSealed).toEqual(before);

    const events = (await ledgerOf(db, reportId)).filter(({ payload }) => payload.type === "report.added");
    expect(events.map(({ payload }) => payload.type === "report.added" && payload.about)).toEqual([null, "poc"]);
    const { additions } = await exportReport(as(db, ann), reference);
    expect(events.map(({ payload }) => payload.type === "report.added" && payload.commitment)).toEqual(
      additions.map(({ value, salt }) => answerLeaf({ value, salt })),
    );
  });

  test("tells the program's readers once, and stands as new in their lists", async () => {
    const { reference } = await sent();
    await getStaffReport(as(db, triager), reference, { seen: true });
    const { reporterAt } = await reportRow(db, reference);
    const count = () =>
      inTransaction(systemAt(db), (tx) => tx.db.select({ n: sql<number>`count(*)::int` }).from(mails)).then(
        ([row]) => row?.n ?? 0,
      );
    const mailsBefore = await count();
    await addInformation(as(db, ann, new Date(Date.now() + 60_000)), reference, text("One more thing."));
    expect(await count()).toBe(mailsBefore + 1);
    expect((await reportRow(db, reference)).reporterAt.getTime()).toBeGreaterThan(reporterAt.getTime());
  });

  test("answers the question that waits for the reporter", async () => {
    const { reference } = await sent();
    await move(triager, reference, "start_checking");
    await move(triager, reference, "ask_for_information", { text: "Which version?" });
    await addInformation(as(db, ann), reference, text("5.12.0"));
    expect((await reportRow(db, reference)).state).toBe("verifying");
  });

  test("is the reporter's alone", async () => {
    const { reference } = await sent();
    for (const stranger of strangers) {
      await expect(addInformation(as(db, stranger), reference, text("Mine"))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    await expect(addInformation(as(db, triager), reference, text("Ours"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getReporterReport(as(db, ann), reference)).additions).toEqual([]);
  });

  test("ends when the report is closed, with the way on in words", async () => {
    const { reference } = await sent();
    expect((await getReporterReport(as(db, ann), reference)).mayAdd).toBe(true);
    await move(ann, reference, "withdraw");
    await expect(addInformation(as(db, ann), reference, text("Wait"))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Write a message"),
    });
    expect((await getReporterReport(as(db, ann), reference)).mayAdd).toBe(false);
  });

  test("sent twice at once it is one addition", async () => {
    const { reference } = await sent();
    const twice = { ...text("Once only."), idempotencyKey: "k" };
    const [one, two] = await Promise.all([
      addInformation(as(db, ann), reference, twice),
      addInformation(as(db, ann), reference, twice),
    ]);
    expect(one).toEqual(two);
    expect((await getReporterReport(as(db, ann), reference)).additions).toHaveLength(1);
  });

  test("of an addition and a closing at once, it was kept before or it is refused", async () => {
    const { reference } = await sent();
    const [added] = await Promise.allSettled([
      addInformation(as(db, ann), reference, text("Racing.")),
      move(ann, reference, "withdraw"),
    ]);
    const kept = (await getReporterReport(as(db, ann), reference)).additions.length;
    expect(kept).toBe(added?.status === "fulfilled" ? 1 : 0);
  });

  test.each([
    ["", "", "text", "Write what you want to add"],
    ["accepted", "Yes", "about", "Select the answer that this belongs to"],
    ["email", "me@example.org", "about", "Select the answer that this belongs to"],
    ["steps", "a\0", "text", "Remove the invisible characters that cannot be stored"],
    ["steps", "x".repeat(20_003), "text", "Shorten by 3 characters"],
    ["poc", "x".repeat(50_001), "text", "Shorten by 1 character"],
  ])("about %j it refuses %#", async (about, words, field, sentence) => {
    const { reference } = await sent();
    await expect(addInformation(as(db, ann), reference, text(words, about))).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { [field]: [sentence] },
    });
  });

  test("what was added can be changed by nobody", async () => {
    const { reference, reportId } = await sent();
    await addInformation(as(db, ann), reference, text("For ever."));
    const change = inTransaction(systemAt(db), (tx) =>
      tx.db
        .update(reportAdditions)
        .set({ bodySealed: Buffer.from("other") })
        .where(eq(reportAdditions.reportId, reportId)),
    );
    await expect(change).rejects.toMatchObject({ cause: { message: expect.stringContaining("never changes") } });
    expect(
      (await inTransaction(systemAt(db), (tx) => tx.db.select().from(reports).where(eq(reports.id, reportId)))).length,
    ).toBe(1);
  });
});

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { clocks, mails } from "@/db/schema";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
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
import { listPrograms } from "@/lib/programs/queries";
import { receiptOf } from "@/lib/receipts/queries";
import { promisesAt } from "@/lib/reports/form/promises";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { contentHash, policyBytes } from "./hash";
import { publishPolicyVersion } from "./mutations";
import { policyMarkdown } from "./plain";
import { currentPolicy, policyByVersion } from "./queries";
import type { PolicyDocument } from "./schema";

const database = await testDatabase();
const db = database.app;
const visitor = as(db, { kind: "anonymous" });

let ann: Actor;
let smile: TestProgram;
beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
});

/** Monday, 10:00 in Toronto: the second working day after it is Wednesday, the third Thursday. */
const MONDAY = "2026-03-02T15:00:00Z";
const END_OF_WEDNESDAY = "2026-03-05T05:00:00.000Z";
const END_OF_THURSDAY = "2026-03-06T05:00:00.000Z";

const storedClocks = (reportId: string) =>
  inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(clocks).where(eq(clocks.reportId, reportId)).orderBy(clocks.clock),
  );

/** Everything that a version of a policy derives, for a report that is sent on that Monday. */
async function derived(policy: PolicyDocument) {
  const page = await currentPolicy(visitor, policy.program);
  const sent = await sendReport(as(db, ann, MONDAY), policy);
  const { json } = await receiptOf(as(db, ann), sent.reference);
  const promised = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "report_received")),
  );
  const params = promised.map(({ id, paramsSealed }) =>
    openWithRing(ring(), { table: "mails", column: "params_sealed", rowId: id }, paramsSealed),
  );
  const acknowledge = (await storedClocks(sent.reportId)).find(({ clock }) => clock === "acknowledge");
  const inReceipt = (
    JSON.parse(json) as { payload: { policy: unknown; commitments: { clock: string; amount: number; due: string }[] } }
  ).payload;
  return {
    ...sent,
    json,
    start: promisesAt(page.document, page.calendar, new Date(MONDAY)).join("\n"),
    page: policyMarkdown(page.document),
    bytes: policyBytes(page.document),
    hash: page.contentHash,
    card: (await listPrograms(visitor)).find(({ slug }) => slug === policy.program)?.policy?.version,
    mail: params.find((text) => text.includes(sent.reference)) ?? "",
    clock: { amount: acknowledge?.amount, due: acknowledge?.dueAt.toISOString() },
    receipt: inReceipt.commitments.find(({ clock }) => clock === "acknowledge"),
    receiptPolicy: inReceipt.policy,
  };
}

describe("“2 business days” becomes “3” in a new version", () => {
  const next: PolicyDocument = {
    ...smileDigitalHealthPolicy,
    version: "1.3",
    clauses: smileDigitalHealthPolicy.clauses.map((clause) =>
      clause.kind === "contact"
        ? {
            ...clause,
            commitments: (clause.commitments ?? []).map((some) =>
              some.clock === "acknowledge" ? { ...some, amount: 3 } : some,
            ),
          }
        : clause,
    ),
  };

  test("page, bytes, start page, mail, receipt and new clocks change; an old report keeps its own", async () => {
    const before = await derived(smile.policy);
    await publishPolicyVersion(systemAt(db), { programSlug: smile.slug, document: next });
    const after = await derived(next);

    expect([before.page, before.start, before.mail].map((text) => /\b[23] business days/.exec(text)?.[0])).toEqual(
      Array(3).fill("2 business days"),
    );
    expect([after.page, after.start, after.mail].map((text) => /\b[23] business days/.exec(text)?.[0])).toEqual(
      Array(3).fill("3 business days"),
    );
    expect(after.page).not.toContain("2 business days");
    expect([before.card, after.card]).toEqual(["1.2", "1.3"]);

    expect(before.clock).toEqual({ amount: 2, due: END_OF_WEDNESDAY });
    expect(after.clock).toEqual({ amount: 3, due: END_OF_THURSDAY });
    expect(before.receipt).toMatchObject({ amount: 2, due: END_OF_WEDNESDAY });
    expect(after.receipt).toMatchObject({ amount: 3, due: END_OF_THURSDAY });
    expect(after.receiptPolicy).toEqual({ version: "1.3", hash: contentHash(next) });

    expect(after.bytes).toBe(
      before.bytes.replace('"amount":2,', '"amount":3,').replace('"version":"1.2"', '"version":"1.3"'),
    );
    expect(after.hash).not.toBe(before.hash);

    const { json } = await receiptOf(as(db, ann), before.reference);
    expect(json).toBe(before.json);
    const old = (await storedClocks(before.reportId)).find(({ clock }) => clock === "acknowledge");
    expect(old).toMatchObject({ amount: 2, dueAt: new Date(END_OF_WEDNESDAY) });
    expect((await getReporterReport(as(db, ann), before.reference)).policy).toMatchObject({
      version: "1.2",
      hash: before.hash,
    });
    expect(policyBytes((await policyByVersion(visitor, smile.slug, "1.2")).document)).toBe(before.bytes);
  });

  test("a clock that opens later on an old report runs by the version it was filed under", async () => {
    const target = (amount: number, version: string): PolicyDocument => ({
      ...next,
      version,
      clauses: next.clauses.map((clause) =>
        clause.kind === "commitment"
          ? {
              ...clause,
              commitments: [
                ...clause.commitments,
                {
                  clock: "fix" as const,
                  amount,
                  unit: "day" as const,
                  rigidity: "SHOULD" as const,
                  wording: "Fixed within {time}.",
                },
              ],
            }
          : clause,
      ),
    });
    const triager = await newStaff(db, smile, "triager");
    await publishPolicyVersion(systemAt(db), { programSlug: smile.slug, document: target(30, "1.4") });
    const { reference, reportId } = await sendReport(as(db, ann, MONDAY), target(30, "1.4"));
    await publishPolicyVersion(systemAt(db), { programSlug: smile.slug, document: target(90, "1.5") });
    const confirm = [
      { move: "start_checking", version: 1 },
      { move: "validate", version: 2, severity: "high" },
    ];
    for (const input of confirm) await moveReport(as(db, triager, MONDAY), reference, moveSchema.parse(input));
    expect((await storedClocks(reportId)).find(({ clock }) => clock === "fix")).toMatchObject({
      amount: 30,
      unit: "day",
    });
  });
});

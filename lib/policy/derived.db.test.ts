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
import { signedScopeAnswer } from "@/lib/receipts/scope-answer/queries";
import { promisesAt } from "@/lib/reports/form/promises";
import { stepForm } from "@/lib/reports/form/report-form";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { policyRevisions } from "./compare/queries";
import { exclusionsOf, productsOf } from "./document";
import { policyFeed } from "./feed/atom";
import { contentHash, policyBytes } from "./hash";
import { publishPolicyVersion } from "./mutations";
import { policyMarkdown } from "./plain";
import { currentPolicy, policyByVersion } from "./queries";
import type { PolicyDocument } from "./schema";
import type { ScopeQuestion } from "./scope/answer";
import { securityTxt } from "./security-txt/build";

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

  test("page, bytes, start page, mail, receipt and new clocks change; an old report keeps its own (CC-15)", async () => {
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

describe("a contact, an exclusion, a product and a commitment change in one draft", () => {
  const edited: PolicyDocument = {
    ...smileDigitalHealthPolicy,
    version: "9.0",
    revisedOn: "2026-02-02",
    reviewedOn: "2026-02-02",
    clauses: smileDigitalHealthPolicy.clauses.map((clause) => {
      if (clause.kind === "contact") {
        const commitments = (clause.commitments ?? []).map((some) => ({ ...some, amount: 4 }));
        return { ...clause, email: "disclosure@smile.example", commitments };
      }
      if (clause.kind === "exclusion") {
        const added = {
          id: "load-tests",
          kind: "activity" as const,
          label: "Load tests",
          text: "Tests of load are out of scope.",
          cwe: [799],
          words: ["stress test"],
        };
        return { ...clause, exclusions: [...clause.exclusions.slice(1), added] };
      }
      if (clause.kind === "scope") {
        const [first, ...rest] = clause.products;
        if (!first) throw new Error("the scope names no product");
        return { ...clause, products: [{ ...first, key: "lighthouse", name: "Lighthouse Suite" }, ...rest] };
      }
      return clause;
    }),
  };
  const dropped = productsOf(smileDigitalHealthPolicy)[0]?.key ?? "";
  const excluded = exclusionsOf(smileDigitalHealthPolicy)[0]?.id ?? "";

  const asked = (given: Partial<ScopeQuestion>): ScopeQuestion => ({
    productId: null,
    other: "",
    exclusions: [],
    noneExcluded: true,
    words: "",
    cwe: null,
    ...given,
  });

  /** What is served beside the page and the form: by address, each from the version in force. */
  async function served(slug: string) {
    const policy = await currentPolicy(visitor, slug);
    const revisions = await policyRevisions(visitor, slug);
    const feed = policyFeed("https://portal.example", { slug, name: "Smile" }, revisions);
    const file = securityTxt({
      document: policy.document,
      appUrl: "https://portal.example",
      paths: [`/programs/${slug}/security.txt`],
      keyPath: null,
      now: new Date(MONDAY),
    });
    const signed = async (question: ScopeQuestion) => {
      const { payload } = JSON.parse(await signedScopeAnswer(visitor, policy, question)) as {
        payload: { policy: { version: string; hash: string }; answer: { verdict: string } };
      };
      return `${payload.answer.verdict} under ${payload.policy.version} ${payload.policy.hash === policy.contentHash}`;
    };
    return {
      file: file ?? "",
      feed,
      form: JSON.stringify(stepForm(policy.document, "scope").fields),
      scope: {
        oldProduct: await signed(asked({ productId: dropped })),
        newProduct: await signed(asked({ productId: "lighthouse" })),
        oldExclusion: await signed(asked({ productId: "hapi-fhir", noneExcluded: false, exclusions: [excluded] })),
        newExclusion: await signed(asked({ productId: "hapi-fhir", noneExcluded: false, exclusions: ["load-tests"] })),
        newWeakness: await signed(asked({ productId: "hapi-fhir", cwe: 799 })),
      },
    };
  }

  test("security.txt, feed, form, signed scope answers and mails follow; an old report keeps its own", async () => {
    const start = await currentPolicy(visitor, smile.slug);
    const before = await served(smile.slug);
    const old = await derived(start.document);
    await publishPolicyVersion(systemAt(db), { programSlug: smile.slug, document: edited });
    const after = await served(smile.slug);
    const sent = await derived(edited);

    expect(before.file).toContain("Contact: mailto:security@smiledigitalhealth.com");
    expect(after.file).toContain("Contact: mailto:disclosure@smile.example");
    expect(after.file).not.toContain("security@smiledigitalhealth.com");
    expect([before.file, after.file].map((text) => /^Expires: (.*)$/m.exec(text)?.[1])).toEqual([
      // The review of the first is overdue; the second's is due a year after its own.
      "2026-04-22T00:00:00Z",
      "2027-02-02T00:00:00Z",
    ]);

    expect(before.feed).not.toContain("9.0");
    expect(after.feed).toContain("version 9.0 (major)");
    expect(after.feed).toContain("Product removed: Health Data Platform");
    expect(after.feed).toContain("Exclusion added: Load tests");
    expect(after.feed).toMatch(/Acknowledge: \d business days → 4 business days/);
    expect(sent.page).toContain("Lighthouse Suite");

    expect(before.form).toContain(`"${dropped}"`);
    expect(after.form).not.toContain(`"${dropped}"`);
    expect(after.form).toContain("Lighthouse Suite");
    expect(after.form).toContain("load-tests");
    expect(after.form).not.toContain(`"${excluded}"`);

    const { version } = start.document;
    expect(before.scope).toEqual({
      oldProduct: `permitted under ${version} true`,
      newProduct: `no_permission_stated under ${version} true`,
      oldExclusion: `not_permitted under ${version} true`,
      newExclusion: `no_permission_stated under ${version} true`,
      newWeakness: `permitted under ${version} true`,
    });
    expect(after.scope).toEqual({
      oldProduct: "no_permission_stated under 9.0 true",
      newProduct: "permitted under 9.0 true",
      oldExclusion: "no_permission_stated under 9.0 true",
      newExclusion: "not_permitted under 9.0 true",
      newWeakness: "not_permitted under 9.0 true",
    });

    expect(old.mail).not.toContain("4 business days");
    expect(sent.mail).toContain("4 business days");
    expect(sent.page).toContain("disclosure@smile.example");
    const kept = await getReporterReport(as(db, ann), old.reference);
    expect(kept.policy).toMatchObject({ version, hash: old.hash });
    expect((await receiptOf(as(db, ann), old.reference)).json).toBe(old.json);
  });
});

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { credits } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { creditTextHash } from "./consent";
import { answerCredit, saveDefaultCredit, settleCredit, wishCredit } from "./mutations";
import { creditPrefill, defaultCredit } from "./queries";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let ann: Actor;
let bob: Actor;
let triager: Actor;
let coordinator: Actor;
let abroad: Actor;

const display = { text: "Ann Example", organisation: "Example Labs", url: "https://ann.example" };
const LINE = "Credit: Ann Example, Example Labs (finder), https://ann.example";

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  abroad = await newStaff(db, portal.cardihab, "coordinator");
});

/** A fresh report of Ann's and its one credit. */
async function reported() {
  const { reference, reportId } = await sendReport(as(db, ann), smile.policy);
  return { reference, reportId, credit: await creditOf(reference) };
}

async function creditOf(reference: string) {
  const [credit] = (await getReporterReport(as(db, ann), reference)).credits;
  if (!credit) throw new Error("a report has a credit");
  return credit;
}

/** The types of what was recorded about credits, after the wish that came with the report. */
async function creditEvents(reportId: string) {
  const rows = await ledgerOf(db, reportId);
  return rows
    .map(({ payload }) => payload)
    .filter(({ type }) => type.startsWith("credit."))
    .slice(1);
}

describe("wishing to be credited", () => {
  test("keeps the exact text sealed and leaves its event", async () => {
    const { reference, reportId, credit } = await reported();
    expect(credit).toMatchObject({ wish: "later", consent: "pending", version: 1, mine: true });
    await wishCredit(as(db, ann), reference, { creditId: credit.id, version: 1, wish: "name", display });
    expect(await creditOf(reference)).toMatchObject({ wish: "name", line: LINE, consent: "pending", version: 2 });
    expect(await creditEvents(reportId)).toEqual([{ type: "credit.wished", creditId: credit.id, wish: "name" }]);
    const [row] = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(credits).where(eq(credits.id, credit.id)),
    );
    expect(row?.displaySealed.includes("Ann Example")).toBe(false);
  });

  test("can say one's part, and leaves the roles alone when it says none", async () => {
    const { reference, credit } = await reported();
    const wish = { creditId: credit.id, wish: "alias" as const, display };
    await wishCredit(as(db, ann), reference, { ...wish, version: 1, roles: ["analyst"] });
    await wishCredit(as(db, ann), reference, { ...wish, version: 2 });
    expect((await creditOf(reference)).roles).toEqual(["analyst"]);
  });

  test("takes the text away with a no, and the answer to the line that was", async () => {
    const { reference, credit } = await reported();
    const { id: creditId } = credit;
    await wishCredit(as(db, ann), reference, { creditId, version: 1, wish: "name", display });
    await answerCredit(as(db, ann), reference, { creditId, version: 2, consent: "given" });
    await wishCredit(as(db, ann), reference, { creditId, version: 3, wish: "no", display });
    expect(await creditOf(reference)).toMatchObject({
      wish: "no",
      text: "",
      url: "",
      consent: "pending",
      consentAt: null,
      agreedLine: null,
    });
  });

  test("needs a text with a name", async () => {
    const { reference, reportId, credit } = await reported();
    const nameless = { ...display, text: "" };
    await expect(
      wishCredit(as(db, ann), reference, { creditId: credit.id, version: 1, wish: "name", display: nameless }),
    ).rejects.toMatchObject({ code: "INVALID", fieldErrors: { text: ["Enter the text to print"] } });
    expect(await creditEvents(reportId)).toEqual([]);
  });

  test("is nobody else's: a stranger finds nothing, the team may not", async () => {
    const { reference, reportId, credit } = await reported();
    const input = { creditId: credit.id, version: 1, wish: "name" as const, display };
    for (const stranger of [bob, abroad, { kind: "anonymous" } as const]) {
      await expect(wishCredit(as(db, stranger), reference, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    for (const member of [triager, coordinator]) {
      await expect(wishCredit(as(db, member), reference, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await creditEvents(reportId)).toEqual([]);
    expect((await creditOf(reference)).version).toBe(1);
  });

  test("does not reach the credit of another report (AZ-03)", async () => {
    const one = await reported();
    const other = await reported();
    await expect(
      wishCredit(as(db, ann), one.reference, { creditId: other.credit.id, version: 1, wish: "name", display }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("from a page that is out of date is refused", async () => {
    const { reference, reportId, credit } = await reported();
    const wish = { creditId: credit.id, version: 1, wish: "name" as const, display };
    await wishCredit(as(db, ann), reference, wish);
    await expect(wishCredit(as(db, ann), reference, { ...wish, wish: "no" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await creditEvents(reportId)).toHaveLength(1);
    expect((await creditOf(reference)).wish).toBe("name");
  });

  test("twice at once: the second loses", async () => {
    const { reference, reportId, credit } = await reported();
    const both = await Promise.allSettled(
      (["name", "alias"] as const).map((wish) =>
        wishCredit(as(db, ann), reference, { creditId: credit.id, version: 1, wish, display }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    expect(await creditEvents(reportId)).toHaveLength(1);
  });
});

describe("setting roles and wording", () => {
  const settled = { version: 2, roles: ["finder", "analyst"], display };

  async function wished() {
    const made = await reported();
    await wishCredit(as(db, ann), made.reference, { creditId: made.credit.id, version: 1, wish: "name", display });
    return { ...made, input: { ...settled, creditId: made.credit.id } };
  }

  test("asks the party to agree to the new line, and records its hash", async () => {
    const { reference, reportId, input } = await wished();
    await answerCredit(as(db, ann), reference, { creditId: input.creditId, version: 2, consent: "given" });
    await settleCredit(as(db, coordinator), reference, { ...input, version: 3 });
    expect(await creditOf(reference)).toMatchObject({ consent: "pending", agreedLine: null, roles: input.roles });
    expect((await creditEvents(reportId)).at(-1)).toEqual({
      type: "credit.settled",
      creditId: input.creditId,
      roles: input.roles,
      textHash: creditTextHash({ ...display, roles: input.roles }),
    });
  });

  test("is the coordinator's: others may not, strangers find nothing", async () => {
    const { reference, reportId, input } = await wished();
    for (const actor of [triager, ann]) {
      await expect(settleCredit(as(db, actor), reference, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    for (const actor of [bob, abroad]) {
      await expect(settleCredit(as(db, actor), reference, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await creditEvents(reportId)).toHaveLength(1);
  });

  test("is refused out of date, and where no credit is wanted", async () => {
    const { reference, input } = await wished();
    await expect(settleCredit(as(db, coordinator), reference, { ...input, version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await wishCredit(as(db, ann), reference, { creditId: input.creditId, version: 2, wish: "no", display });
    await expect(settleCredit(as(db, coordinator), reference, { ...input, version: 3 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("against a new wish at the same time: one of them loses", async () => {
    const { reference, input } = await wished();
    const both = await Promise.allSettled([
      settleCredit(as(db, coordinator), reference, input),
      wishCredit(as(db, ann), reference, { creditId: input.creditId, version: 2, wish: "alias", display }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });
});

describe("answering the exact line", () => {
  async function asked() {
    const made = await reported();
    await wishCredit(as(db, ann), made.reference, { creditId: made.credit.id, version: 1, wish: "name", display });
    return { ...made, input: { creditId: made.credit.id, version: 2, consent: "given" as const } };
  }

  test("keeps the line with its time, and records the hash of exactly that text", async () => {
    const { reference, reportId, input } = await asked();
    const at = "2026-11-20T10:00:00Z";
    await answerCredit(as(db, ann, at), reference, input);
    const credit = await creditOf(reference);
    expect(credit).toMatchObject({ consent: "given", agreedLine: LINE, version: 3 });
    expect(credit.consentAt?.slice(0, 16)).toBe("2026-11-20T10:00");
    expect((await creditEvents(reportId)).at(-1)).toEqual({
      type: "credit.answered",
      creditId: input.creditId,
      consent: "given",
      textHash: creditTextHash({ ...display, roles: ["finder"] }),
    });
  });

  test("can be taken back", async () => {
    const { reference, input } = await asked();
    await answerCredit(as(db, ann), reference, input);
    await answerCredit(as(db, ann), reference, { ...input, version: 3, consent: "declined" });
    expect(await creditOf(reference)).toMatchObject({ consent: "declined", agreedLine: LINE });
  });

  test("is the party's alone", async () => {
    const { reference, reportId, input } = await asked();
    for (const actor of [triager, coordinator]) {
      await expect(answerCredit(as(db, actor), reference, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    for (const actor of [bob, abroad]) {
      await expect(answerCredit(as(db, actor), reference, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await creditEvents(reportId)).toHaveLength(1);
  });

  test("is refused when the line has changed since, and when there is none", async () => {
    const { reference, input, credit } = await asked();
    await settleCredit(as(db, coordinator), reference, {
      creditId: credit.id,
      version: 2,
      roles: ["finder"],
      display: { ...display, text: "A. Example" },
    });
    await expect(answerCredit(as(db, ann), reference, input)).rejects.toMatchObject({ code: "CONFLICT" });
    const empty = await reported();
    await expect(
      answerCredit(as(db, ann), empty.reference, { creditId: empty.credit.id, version: 1, consent: "given" }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("twice at once: the second loses", async () => {
    const { reference, reportId, input } = await asked();
    const both = await Promise.allSettled(
      (["given", "declined"] as const).map((consent) => answerCredit(as(db, ann), reference, { ...input, consent })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    expect(await creditEvents(reportId)).toHaveLength(2);
  });
});

describe("the default wish", () => {
  test("is the account's own, and fills the next form", async () => {
    expect(await creditPrefill(as(db, bob))).toEqual({});
    await saveDefaultCredit(as(db, bob), { wish: "alias", display: { ...display, text: "quietmoth" } });
    expect(await defaultCredit(as(db, bob))).toMatchObject({ wish: "alias", display: { text: "quietmoth" } });
    expect(await creditPrefill(as(db, bob))).toEqual({
      creditWish: "alias",
      creditText: "quietmoth",
      creditOrg: "Example Labs",
      creditUrl: "https://ann.example",
    });
    expect((await defaultCredit(as(db, coordinator))).wish).toBe("later");
  });

  test("needs an account", async () => {
    const visitor = as(db, { kind: "anonymous" });
    await expect(saveDefaultCredit(visitor, { wish: "no", display })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(defaultCredit(visitor)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

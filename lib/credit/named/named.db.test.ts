import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { credits, mails, reports } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { creditTextHash } from "../consent";
import { settleCredit } from "../mutations";
import { tendCredits } from "../tend/mutations";
import { answerByLink, namePerson, removePerson, wishByLink } from "./mutations";
import { namedCredit } from "./queries";

const database = await testDatabase();
const db = database.app;
const START = new Date("2026-03-02T15:00:00Z");
const daysOn = (days: number) => new Date(START.getTime() + days * 86_400_000);

let smile: TestProgram;
let ann: Actor;
let bob: Actor;
let coordinator: Actor;
let triager: Actor;
let abroad: Actor;
let people = 0;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  coordinator = await newStaff(db, smile, "coordinator");
  triager = await newStaff(db, smile, "triager");
  abroad = await newStaff(db, portal.cardihab, "coordinator");
});

const cy = () => ({
  text: "Cy Example",
  organisation: "",
  url: "",
  roles: ["analyst"],
  email: `cy-${++people}@example.org`,
});

/** A report of Ann's in which she named Cy, and the link that Cy was mailed. */
async function named() {
  const { reference, reportId } = await sendReport(as(db, ann, START), smile.policy);
  const person = cy();
  await namePerson(as(db, ann, START), reference, person);
  const mail = await lastMail();
  return { reference, reportId, person, mail, token: tokenIn(mail), credit: await creditOf(reference) };
}

async function creditOf(reference: string) {
  const { credits: all } = await getReporterReport(as(db, ann, START), reference);
  return all.find((one) => one.named);
}

async function allMails() {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "credit_asked")).orderBy(mails.id),
  );
  return rows.map((row) => {
    const open = (column: string, sealed: Buffer | null) =>
      sealed === null ? null : openWithRing(ring(), { table: "mails", column, rowId: row.id }, sealed);
    return {
      to: open("address_sealed", row.addressSealed),
      params: JSON.parse(open("params_sealed", row.paramsSealed) ?? "{}"),
    };
  });
}
const lastMail = async () => (await allMails()).at(-1);
const tokenIn = (mail: Awaited<ReturnType<typeof lastMail>>) => String(mail?.params.path).replace("/credits/", "");

async function creditEvents(reportId: string) {
  const rows = await ledgerOf(db, reportId);
  return rows.map(({ payload }) => payload).filter(({ type }) => type.startsWith("credit."));
}

describe("naming somebody beside the reporter", () => {
  test("asks them by a mail that says nothing of the report, and leaves its event", async () => {
    const { reportId, person, mail, credit } = await named();
    expect(mail?.to).toBe(person.email);
    expect(Object.keys(mail?.params ?? {}).sort()).toEqual(["again", "path", "program"]);
    expect(credit).toMatchObject({ line: "Credit: Cy Example (analyst)", consent: "pending", mine: false });
    const textHash = creditTextHash(person);
    expect((await creditEvents(reportId)).slice(1)).toEqual([{ type: "credit.named", creditId: credit?.id, textHash }]);
  });

  test("keeps name and address sealed", async () => {
    const { credit } = await named();
    const [row] = await inTransaction(systemAt(db), (tx) =>
      tx.db
        .select()
        .from(credits)
        .where(eq(credits.id, credit?.id ?? "")),
    );
    expect(row?.displaySealed.includes("Cy Example")).toBe(false);
    expect(row?.inviteSealed?.includes("example.org")).toBe(false);
  });

  test("is for the reporter and the coordinator", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    await namePerson(as(db, coordinator), reference, cy());
    await expect(namePerson(as(db, triager), reference, cy())).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const actor of [bob, abroad, visitor]) {
      await expect(namePerson(as(db, actor), reference, cy())).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("refuses a text that cannot be printed", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    const disguised = { ...cy(), text: "Cy \u202eelpmaxE" };
    await expect(namePerson(as(db, ann), reference, disguised)).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { text: ["Remove the invisible characters"] },
    });
  });
});

describe("whoever was named", () => {
  test("sees their line and nothing of the report", async () => {
    const { token, reference } = await named();
    const seen = await namedCredit(as(db, visitor, START), token);
    expect(seen.credit).toMatchObject({ line: "Credit: Cy Example (analyst)", mine: true });
    expect(JSON.stringify(seen)).not.toContain(reference);
    await inTransaction(as(db, visitor), async (tx) => {
      expect(await tx.db.select().from(credits)).toEqual([]);
      expect(await tx.db.select().from(reports)).toEqual([]);
    });
    await expect(getReporterReport(as(db, bob), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("agrees to the line as shown, and can take it back", async () => {
    const { token, reference, reportId, person } = await named();
    const at = as(db, visitor, daysOn(1));
    await answerByLink(at, token, { version: 1, consent: "given" });
    expect(await creditOf(reference)).toMatchObject({
      consent: "given",
      consentAt: expect.stringMatching(/^2026-03-03T15:00/),
      agreedLine: "Credit: Cy Example (analyst)",
    });
    await answerByLink(at, token, { version: 2, consent: "declined" });
    const { timeline } = await getReporterReport(as(db, ann), reference);
    expect(timeline.at(-1)).toMatchObject({
      sentence: "Somebody named beside the reporter declined their credit line.",
      by: "The person named",
    });
    const textHash = creditTextHash(person);
    const answers = (await creditEvents(reportId)).filter(({ type }) => type === "credit.answered");
    expect(answers).toMatchObject([
      { consent: "given", textHash, party: "named" },
      { consent: "declined", textHash, party: "named" },
    ]);
  });

  test("is named as they wish, with an account of their own or without", async () => {
    const { token, reference } = await named();
    const display = { text: "cypher", organisation: "", url: "" };
    await wishByLink(as(db, bob), token, { version: 1, wish: "alias", display });
    expect(await creditOf(reference)).toMatchObject({ wish: "alias", text: "cypher", consent: "pending", version: 2 });
    await wishByLink(as(db, visitor), token, { version: 2, wish: "no", display });
    expect(await creditOf(reference)).toMatchObject({ wish: "no", text: "" });
  });

  test("answers what they saw: a line that changed meanwhile is shown again first", async () => {
    const { token, reference, credit } = await named();
    const settled = {
      creditId: credit?.id ?? "",
      version: 1,
      roles: ["finder"],
      display: { text: "C.", organisation: "", url: "" },
    };
    await settleCredit(as(db, coordinator), reference, settled);
    expect(tokenIn(await lastMail())).toBe(token);
    await expect(answerByLink(as(db, visitor), token, { version: 1, consent: "given" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("of two answers at once one counts", async () => {
    const { token } = await named();
    const answers = await Promise.allSettled(
      (["given", "declined"] as const).map((consent) => answerByLink(as(db, visitor), token, { version: 1, consent })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("comes by their own link alone", async () => {
    const { token } = await named();
    const other = `${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`;
    for (const wrong of [other, ""]) {
      await expect(namedCredit(as(db, visitor), wrong)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(answerByLink(as(db, ann), wrong, { version: 1, consent: "given" })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});

describe("taking somebody off the credits", () => {
  test("makes the link dead and leaves its event", async () => {
    const { token, reference, reportId, credit } = await named();
    await removePerson(as(db, ann), reference, { handle: credit?.handle ?? "", version: 1 });
    expect(await creditOf(reference)).toBeUndefined();
    await expect(namedCredit(as(db, visitor), token)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await creditEvents(reportId)).at(-1)).toEqual({ type: "credit.removed", creditId: credit?.id });
  });

  test("is refused on a credit that changed, that is the reporter's, and to others", async () => {
    const { token, reference, credit } = await named();
    const input = { handle: credit?.handle ?? "", version: 1 };
    await expect(removePerson(as(db, triager), reference, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(removePerson(as(db, bob), reference, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const own = (await getReporterReport(as(db, ann), reference)).credits.find(({ mine }) => mine);
    await expect(removePerson(as(db, ann), reference, { handle: own?.handle ?? "", version: 1 })).rejects.toMatchObject(
      { code: "NOT_FOUND" },
    );
    await answerByLink(as(db, visitor), token, { version: 1, consent: "given" });
    await expect(removePerson(as(db, ann), reference, input)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("the daily round", () => {
  const round = (at: Date) => tendCredits(systemAt(db, at));

  test("reminds a named person once, and takes their silence for nothing", async () => {
    const { reference, person, token } = await named();
    const mailsTo = async () => (await allMails()).filter(({ to }) => to === person.email);
    await round(daysOn(6));
    expect(await mailsTo()).toHaveLength(1);
    await round(daysOn(8));
    await round(daysOn(9));
    await round(daysOn(30));
    const sent = await mailsTo();
    expect(sent.map(({ params }) => params.again)).toEqual([false, true]);
    expect(tokenIn(sent[1])).toBe(token);
    expect(await creditOf(reference)).toMatchObject({ consent: "pending" });
  });

  test("takes a reporter's silence for the wish they sent", async () => {
    const wish = { creditWish: "name", creditText: "Ann Example" };
    const { reference, reportId } = await sendReport(as(db, ann, START), smile.policy, wish);
    const own = async () => (await getReporterReport(as(db, ann), reference)).credits[0];
    const asked = { roles: ["reporter"], display: { text: "A. Example", organisation: "Labs", url: "" } };
    const creditId = (await own())?.id ?? "";
    await settleCredit(as(db, coordinator, START), reference, { ...asked, creditId, version: 1 });
    await round(daysOn(13));
    expect(await own()).toMatchObject({ consent: "pending", text: "A. Example" });
    // The clock of a test runs on from its start while it waits for the database.
    await round(new Date(daysOn(14).getTime() + 60_000));
    expect(await own()).toMatchObject({ consent: "defaulted", line: "Credit: Ann Example (finder)" });
    expect((await creditEvents(reportId)).at(-1)).toMatchObject({
      type: "credit.defaulted",
      textHash: creditTextHash({ text: "Ann Example", roles: ["finder"] }),
    });
    const { credits: seen } = await getStaffReport(as(db, coordinator), reference, { seen: false });
    expect(seen[0]?.consent).toBe("defaulted");
  });

  test("is nobody's to start but the portal's own", async () => {
    await expect(tendCredits(as(db, coordinator))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

import { describe, expect, test } from "vitest";
import { as, ledgerOf, openPortalWithPeople, sendReport } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { getReporterReport } from "@/lib/reports/queries";
import { answerDisclosure, askDisclosure, withdrawDisclosure } from "./mutations";
import { disclosureOf } from "./queries";
import { answerSchema, askSchema } from "./schema";

const database = await testDatabase();
const db = database.app;
const { smile, people } = await openPortalWithPeople(db);

type Person = keyof typeof people;
const send = async () => (await sendReport(as(db, people.ann), smile.policy)).reference;
const asks = (who: Person, reference: string, plannedOn = "2027-03-01") =>
  askDisclosure(as(db, people[who]), reference, askSchema.parse({ text: "A talk at a conference.", plannedOn }));
const answers = (who: Person, reference: string, answer: "agreed" | "declined") =>
  answerDisclosure(
    as(db, people[who]),
    reference,
    answerSchema.parse({ answer, text: "After the fix is out.", agreedFrom: "2027-04-01" }),
  );

describe("asking whether one may tell others (B-14, A-31)", () => {
  test("is a recorded question and a recorded answer, each with its message", async () => {
    const { reference, reportId } = await sendReport(as(db, people.ann), smile.policy);
    await asks("ann", reference);
    expect(await disclosureOf(as(db, people.coordinator), reference)).toMatchObject({
      state: "asked",
      plannedOn: "2027-03-01",
      mayAnswer: true,
      mayAsk: false,
    });
    await answers("coordinator", reference, "agreed");
    expect(await disclosureOf(as(db, people.ann), reference)).toMatchObject({
      state: "agreed",
      agreedFrom: "2027-04-01",
      mayAsk: true,
      mayAnswer: false,
    });
    const recorded = (await ledgerOf(db, reportId)).map(({ payload }) => payload);
    expect(recorded).toContainEqual(expect.objectContaining({ type: "disclosure.asked", plannedOn: "2027-03-01" }));
    expect(recorded.at(-1)).toMatchObject({ type: "disclosure.answered", answer: "agreed", agreedFrom: "2027-04-01" });
    const { messages, timeline } = await getReporterReport(as(db, people.ann), reference);
    expect(messages.map(({ html }) => html)).toEqual([
      "<p>A talk at a conference.</p>",
      "<p>After the fix is out.</p>",
    ]);
    expect(timeline.map(({ sentence }) => sentence).join()).toContain("The team agreed that you tell others");
  });

  test("is the reporter's to ask and a coordinator's to answer", async () => {
    const reference = await send();
    for (const who of ["bob", "elsewhere"] as const) {
      await expect(asks(who, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(asks("coordinator", reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(answers("coordinator", reference, "agreed")).rejects.toMatchObject({ code: "CONFLICT" });
    await asks("ann", reference);
    await expect(answers("triager", reference, "agreed")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(answers("ann", reference, "agreed")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(asks("ann", reference)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("answered twice at the same time it has one answer; taken back it has none", async () => {
    const reference = await send();
    await asks("ann", reference);
    const both = await Promise.allSettled([
      answers("coordinator", reference, "declined"),
      answers("coordinator", reference, "agreed"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await asks("ann", reference);
    await withdrawDisclosure(as(db, people.ann), reference);
    await expect(answers("coordinator", reference, "agreed")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(withdrawDisclosure(as(db, people.ann), reference)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test.each(["2027-02-30", "soon", "01/02/2027"])("%s is no day", (plannedOn) => {
    expect(askSchema.safeParse({ text: "x", plannedOn }).success).toBe(false);
  });
});

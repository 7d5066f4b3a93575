import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Occasion, type Participants, recipientsOf, recipientsOfMention } from "./recipients";

const reporter = "rep";
const readers = ["tri", "coo"];
const byReporter: Participants = { actor: reporter, actorSide: "reporter", reporter, readers };
const byTriager: Participants = { actor: "tri", actorSide: "staff", reporter, readers };
const byPortal: Participants = { actor: null, actorSide: "portal", reporter, readers };
const news = (what: string) => [`rep report_news ${what}`];
const staff = (what: string) => [`tri staff_news ${what}`, `coo staff_news ${what}`];

const TABLE: [string, Occasion, Participants, string[]][] = [
  ["a report arrives", "received", byReporter, ["rep report_received null", ...staff("received")]],
  ["a guest's report arrives", "received", { ...byReporter, actor: null, reporter: null }, staff("received")],
  ["the reporter writes", "message", byReporter, staff("message")],
  ["the reporter adds information", "addition", byReporter, staff("addition")],
  ["staff write", "message", byTriager, news("message")],
  ["staff write to a guest", "message", { ...byTriager, reporter: null }, []],
  ["staff ask", "question", byTriager, news("question")],
  ["staff decide", "status", byTriager, news("status")],
  ["the portal decides", "status", byPortal, news("status")],
  ["the reporter withdraws", "status", byReporter, staff("message")],
  ["the reporter appeals", "appeal", byReporter, staff("appeal")],
  ["a credit is settled", "credit_settled", { ...byTriager, creditParty: "fin" }, ["fin report_news credit"]],
  ["nobody can answer a credit", "credit_settled", { ...byTriager, creditParty: null }, []],
  [
    "staff write, and somebody follows",
    "message",
    { ...byTriager, watchers: ["tri", "coo"] },
    [...news("message"), "coo staff_news watched"],
  ],
  [
    "the portal decides, and somebody follows",
    "status",
    { ...byPortal, watchers: ["coo"] },
    [...news("status"), "coo staff_news watched"],
  ],
  [
    "the reporter writes: who follows hears of it as everybody",
    "message",
    { ...byReporter, watchers: ["coo"] },
    staff("message"),
  ],
  [
    "whoever follows reported it themselves",
    "status",
    { ...byTriager, reporter: "coo", watchers: ["coo"] },
    ["coo report_news status"],
  ],
  ["a finder answers", "credit_answered", { ...byReporter, actor: "fin" }, staff("message")],
  [
    "a reader reported it themselves",
    "message",
    { ...byReporter, actor: "tri", reporter: "tri" },
    ["coo staff_news message"],
  ],
];

describe("recipientsOf", () => {
  test.each(TABLE)("%s", (_name, occasion, who, expected) => {
    const told = recipientsOf(occasion, who).map((one) => `${one.accountId} ${one.template} ${one.what}`);
    expect(told).toEqual(expected);
  });

  test("never tells whoever acted, and nobody twice", () => {
    const account = fc.constantFrom("a", "b", "c", "d");
    const who = fc.record({
      actor: fc.option(account),
      actorSide: fc.constantFrom("reporter" as const, "staff" as const, "portal" as const),
      reporter: fc.option(account),
      readers: fc.array(account),
      watchers: fc.array(account),
      creditParty: fc.option(account),
    });
    const occasion = fc.constantFrom(...TABLE.map(([, name]) => name));
    fc.assert(
      fc.property(occasion, who, (name, people) => {
        const told = recipientsOf(name, people);
        expect(new Set(told.map((one) => one.accountId)).size).toBe(told.length);
        const news = told.filter((one) => one.template !== "report_received");
        expect(news.every((one) => one.accountId !== people.actor)).toBe(true);
      }),
    );
  });
});

describe("recipientsOfMention", () => {
  test("tells those who read the report, once, and neither its writer nor anybody else (AZ-30)", () => {
    const told = recipientsOfMention(["tri", "coo", "coo", "out"], { actor: "tri", readers: ["tri", "coo"] });
    expect(told).toEqual([{ accountId: "coo", template: "staff_news", what: "mention" }]);
  });
});

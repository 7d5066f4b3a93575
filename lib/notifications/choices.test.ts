import { describe, expect, test } from "vitest";
import { CHOSEN_EVENTS, chosenEventOf, wayOf } from "./choices";

const never = Object.fromEntries(CHOSEN_EVENTS.map((event) => [event, "none" as const]));

describe("wayOf", () => {
  test("what nobody chose for is mailed at once", () => {
    expect(wayOf({ template: "report_news", what: "message" }, {})).toBe("mail");
  });

  test("the choice for an event holds for its side alone", () => {
    const choices = { "reporter.message": "digest" } as const;
    expect(wayOf({ template: "report_news", what: "message" }, choices)).toBe("digest");
    expect(wayOf({ template: "staff_news", what: "message" }, choices)).toBe("mail");
  });

  test("a receipt and an urgent notice are mailed whatever was chosen", () => {
    expect(wayOf({ template: "report_received", what: null }, never)).toBe("mail");
    expect(wayOf({ template: "staff_news", what: "urgent" }, never)).toBe("mail");
  });

  test.each([
    ["report_news", "status", "reporter.status"],
    ["report_news", "credit", "reporter.credit"],
    ["staff_news", "appeal", "staff.appeal"],
    ["staff_news", "urgent", null],
  ] as const)("%s %s is %s", (template, what, event) => expect(chosenEventOf({ template, what })).toBe(event));
});

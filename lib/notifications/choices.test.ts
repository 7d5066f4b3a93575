import { describe, expect, test } from "vitest";
import { CHOSEN_EVENTS, chosenEventOf, inboxEventOf, wayOf } from "./choices";

const never = Object.fromEntries(CHOSEN_EVENTS.map((event) => [event, { way: "none", inbox: false } as const]));

describe("wayOf", () => {
  test("what nobody chose for is mailed at once", () => {
    expect(wayOf({ template: "report_news", what: "message" }, {})).toBe("mail");
  });

  test("the choice for an event holds for its side alone", () => {
    const choices = { "reporter.message": { way: "digest", inbox: true } } as const;
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

describe("inboxEventOf", () => {
  test.each([
    ["report_news", "message", {}, "reporter.message"],
    ["staff_news", "mention", {}, "staff.mention"],
    ["staff_news", "urgent", never, "staff.urgent"],
    ["staff_news", "received", never, null],
    ["report_received", null, {}, null],
  ] as const)("%s %s stands in the inbox as it was chosen", (template, what, choices, event) =>
    expect(inboxEventOf({ template, what }, choices)).toBe(event),
  );
});

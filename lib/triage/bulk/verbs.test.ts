import { describe, expect, test } from "vitest";
import type { ReportState } from "../../reports/state";
import { BULK_MAX, bulkObstacle, bulkSchema, selectionSchema, undoSchema } from "./verbs";

const subject = (state: ReportState, roles: ("triager" | "coordinator")[] = ["triager"]) => ({
  state,
  resolution: null,
  stateSince: 0,
  appealOpen: false,
  appealed: false,
  decidedBy: null,
  roles,
  mayAct: roles.length > 0,
});

describe("a verb for several reports", () => {
  test.each([
    ["assign", "closed", null],
    ["snooze", "verifying", null],
    ["snooze", "closed", "This report is closed, so there is nothing to put aside."],
    ["start_checking", "received", null],
    ["start_checking", "accepted", "This report is accepted now, so “Start checking” does not apply."],
    ["close_spam", "received", null],
    ["close_spam", "acknowledged", "This report is acknowledged now, so “Close as spam” does not apply."],
  ] as const)("%s of a report that is %s", (verb, state, sentence) => {
    expect(bulkObstacle(verb, subject(state), 0)).toBe(sentence);
  });

  test("is for whoever decides on the report alone", () => {
    expect(bulkObstacle("assign", subject("received", []), 0)).toBe("You can read this report, and not decide on it.");
  });
});

describe("what a browser sends", () => {
  test("is a selection of at most a hundred, each once", () => {
    expect(selectionSchema.parse(["A-1", "A-1", "B-2"])).toEqual(["A-1", "B-2"]);
    expect(selectionSchema.parse("A-1")).toEqual(["A-1"]);
    expect(selectionSchema.parse(undefined)).toEqual([]);
    const many = [...Array(BULK_MAX + 1)].map((_, index) => `A-${index}`);
    expect(selectionSchema.safeParse(many).success).toBe(false);
    expect(selectionSchema.safeParse(["a b"]).success).toBe(false);
  });

  test.each([
    [{ verb: "assign", row: [] }, "row"],
    [{ verb: "snooze", row: "A-1 1", snooze: "" }, "snooze"],
    [{ verb: "close_spam", row: "A-1 1", reason: "  " }, "reason"],
    [{ verb: "publish", row: "A-1 1" }, "verb"],
    [{ verb: "validate", row: "A-1 1" }, "verb"],
    [{ verb: "assign", row: "A-1 0" }, "row"],
    [{ verb: "assign", row: "A-1", state: "closed" }, "row"],
  ])("%j is refused at %s", (given, field) => {
    const parsed = bulkSchema.safeParse(given);
    expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
  });

  test("takes back what can be taken back, and nothing else", () => {
    const rows = [{ reference: "A-1", version: 2, before: null, added: [], removed: [] }];
    expect(undoSchema.safeParse({ verb: "snooze", rows }).success).toBe(true);
    expect(undoSchema.safeParse({ verb: "close_spam", rows }).success).toBe(false);
    expect(undoSchema.safeParse({ verb: "assign", rows: [] }).success).toBe(false);
  });
});

import { describe, expect, test } from "vitest";
import { type ClosingFacts, type ClosingItem, closingChecklist } from "./checklist";

const fresh: ClosingFacts = {
  state: "received",
  resolution: null,
  stateSince: 100,
  staffWroteAt: null,
  credits: [],
  fixedVersions: 0,
  reporterSpeaksOn: null,
  lesson: false,
};
const state = (facts: Partial<ClosingFacts>, id: ClosingItem["id"]) =>
  closingChecklist({ ...fresh, ...facts }).find((item) => item.id === id)?.state;

describe("the closing checklist", () => {
  test.each<[ClosingItem["id"], Partial<ClosingFacts>, ClosingItem["state"]]>([
    ["outcome", {}, "open"],
    ["outcome", { state: "fix_ready" }, "open"],
    ["outcome", { state: "resolved" }, "done"],
    ["outcome", { state: "not_valid", resolution: "not_security" }, "done"],
    ["versions", { state: "accepted" }, "open"],
    ["versions", { state: "resolved" }, "open"],
    ["versions", { state: "resolved", fixedVersions: 2 }, "done"],
    ["versions", { state: "closed", resolution: "fixed" }, "open"],
    ["versions", { state: "closed", resolution: "accepted_risk" }, "not_needed"],
    ["told", { state: "accepted", staffWroteAt: 500 }, "open"],
    ["told", { state: "resolved", staffWroteAt: 99 }, "open"],
    ["told", { state: "resolved", staffWroteAt: 100 }, "done"],
    ["credit", { credits: [{ wish: "no", consent: "pending" }] }, "not_needed"],
    ["credit", { credits: [{ wish: "name", consent: "pending" }] }, "open"],
    [
      "credit",
      {
        credits: [
          { wish: "alias", consent: "given" },
          { wish: "name", consent: "pending" },
        ],
      },
      "open",
    ],
    [
      "credit",
      {
        credits: [
          { wish: "alias", consent: "defaulted" },
          { wish: "name", consent: "declined" },
        ],
      },
      "done",
    ],
    ["disclosure", {}, "not_needed"],
    ["disclosure", { reporterSpeaksOn: "2027-03-31" }, "done"],
    ["lesson", { state: "closed" }, "optional"],
    ["lesson", { state: "closed", lesson: true }, "done"],
  ])("%s of %o is %s", (id, facts, expected) => expect(state(facts, id)).toBe(expected));

  test("says of each item, once, where it was read from", () => {
    const items = closingChecklist(fresh);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    for (const { because } of items) expect(because).toMatch(/\w+ \w+/);
  });
});

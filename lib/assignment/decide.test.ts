import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Absence } from "../absences/standing";
import { type Carrier, decide, leastLoaded, matches, type ReportFacts } from "./decide";
import { arranged, RATINGS, type Rule, type RuleSet, SITUATIONS } from "./schema";

const day = "2026-07-10";
const any = { product: null, situation: null, rated: null };
const person = (accountId: string) => ({ kind: "person" as const, accountId });
const fewest = { kind: "fewest" as const };
const nobody = { kind: "nobody" as const };
const plain: ReportFacts = { product: "server", situations: [], rated: "medium" };

const carrier = (accountId: string, open = 0, more: Partial<Carrier> = {}): Carrier => ({
  accountId,
  triages: true,
  open,
  last: null,
  ...more,
});
const away = (accountId: string, coverId: string | null = null): Absence => ({
  accountId,
  from: "2026-07-01",
  until: "2026-07-31",
  coverId,
});

test.each<[string, Partial<Rule>, Partial<ReportFacts>, boolean]>([
  ["no condition is for every report", {}, {}, true],
  ["its product", { product: "server" }, {}, true],
  ["another product", { product: "app" }, {}, false],
  ["a report without a product", { product: "app" }, { product: null }, false],
  ["what it tells of", { situation: "exploited" }, { situations: ["data_exposed", "exploited"] }, true],
  ["what it does not tell of", { situation: "exploited" }, { situations: ["data_exposed"] }, false],
  ["rated just so", { rated: "high" }, { rated: "high" }, true],
  ["rated higher", { rated: "high" }, { rated: "critical" }, true],
  ["rated lower", { rated: "high" }, { rated: "medium" }, false],
  ["not rated at all", { rated: "none" }, { rated: null }, false],
  ["two conditions, one of them not met", { product: "server", rated: "critical" }, {}, false],
])("a rule is for %s", (_name, rule, facts, expected) => {
  expect(matches({ ...any, ...rule }, { ...plain, ...facts })).toBe(expected);
});

describe("decide", () => {
  const team = [carrier("ann", 4), carrier("bob", 2), carrier("lea", 0, { triages: false })];
  const set = (rules: Rule[], otherwise: RuleSet["otherwise"] = "nobody"): RuleSet => ({ rules, otherwise });
  const CASES: [string, RuleSet, Absence[], Carrier[], ReturnType<typeof decide>][] = [
    ["no rules: the team's", set([]), [], team, { to: null, rule: 0, insteadOf: null }],
    ["no rules, the fewest", set([], "fewest"), [], team, { to: "bob", rule: 0, insteadOf: null }],
    [
      "the first rule that is for it",
      set([
        { ...any, product: "app", to: person("bob") },
        { ...any, rated: "medium", to: person("ann") },
        { ...any, to: fewest },
      ]),
      [],
      team,
      { to: "ann", rule: 2, insteadOf: null },
    ],
    [
      "a rule that leaves it",
      set([{ ...any, to: nobody }], "fewest"),
      [],
      team,
      { to: null, rule: 1, insteadOf: null },
    ],
    [
      "away, covered",
      set([{ ...any, to: person("ann") }]),
      [away("ann", "lea")],
      team,
      { to: "lea", rule: 1, insteadOf: "ann" },
    ],
    [
      "away, not covered: the next rule",
      set([
        { ...any, to: person("ann") },
        { ...any, to: fewest },
      ]),
      [away("ann")],
      team,
      { to: "bob", rule: 2, insteadOf: null },
    ],
    [
      "who may not carry it is passed over",
      set([{ ...any, to: person("eve") }], "fewest"),
      [],
      team,
      { to: "bob", rule: 0, insteadOf: null },
    ],
    [
      "those who lead, when no triager is in",
      set([], "fewest"),
      [away("ann"), away("bob")],
      team,
      {
        to: "lea",
        rule: 0,
        insteadOf: null,
      },
    ],
    [
      "everybody is away",
      set([{ ...any, to: fewest }], "fewest"),
      team.map((one) => away(one.accountId)),
      team,
      {
        to: null,
        rule: 0,
        insteadOf: null,
      },
    ],
    [
      "nobody may carry it",
      set([{ ...any, to: person("ann") }], "fewest"),
      [],
      [],
      {
        to: null,
        rule: 0,
        insteadOf: null,
      },
    ],
  ];
  test.each(CASES)("%s", (_name, rules, absences, carriers, expected) => {
    expect(decide(rules, plain, { carriers, absences, day })).toEqual(expected);
  });

  test("names nobody who is away or may not carry it, whatever the rules say", () => {
    const account = fc.constantFrom("ann", "bob", "cem", "eve");
    const rule = fc.record({
      product: fc.constantFrom(null, "server", "app"),
      situation: fc.constantFrom(null, ...SITUATIONS),
      rated: fc.constantFrom(null, ...RATINGS),
      to: fc.oneof(account.map(person), fc.constant(fewest), fc.constant(nobody)),
    });
    const absences = fc.array(fc.tuple(account, fc.option(account)).map(([who, cover]) => away(who, cover)));
    const carriers = fc.subarray(["ann", "bob", "cem"]).map((all) => all.map((one) => carrier(one)));
    fc.assert(
      fc.property(fc.array(rule), fc.constantFrom("nobody" as const, "fewest" as const), absences, carriers, (...g) => {
        const [rules, otherwise, gone, able] = g;
        const { to } = decide({ rules, otherwise }, plain, { carriers: able, absences: gone, day });
        if (to === null) return;
        expect(able.map(({ accountId }) => accountId)).toContain(to);
        expect(gone.map(({ accountId }) => accountId)).not.toContain(to);
      }),
    );
  });
});

test("of those with equally few open reports, whoever has waited longest for one", () => {
  const [early, late] = ["2026-07-01T08:00:00.000Z", "2026-07-09T08:00:00.000Z"];
  const asked = (...all: Carrier[]) => leastLoaded(all, [], day);
  expect(asked(carrier("ann", 1, { last: late }), carrier("bob", 1, { last: early }))).toBe("bob");
  expect(asked(carrier("ann", 1, { last: early }), carrier("bob", 1))).toBe("bob");
  expect(asked(carrier("ann", 2, { last: early }), carrier("bob", 1, { last: late }))).toBe("bob");
  expect(asked()).toBeNull();
});

describe("arranged", () => {
  const rules: Rule[] = ["a", "b", "c"].map((product) => ({ ...any, product, to: fewest }));
  const products = (found: Rule[] | null) => found?.map(({ product }) => product).join("") ?? null;
  test.each([
    [2, "up", "bac"],
    [2, "down", "acb"],
    [2, "remove", "ac"],
    [1, "up", null],
    [3, "down", null],
    [4, "remove", null],
  ] as const)("rule %d, %s", (rule, what, expected) => {
    expect(products(arranged(rules, { rule, what }))).toBe(expected);
  });
});

import { expect, test } from "vitest";
import type { Decision } from "./decide";
import { decisionWords, toWords, whenWords } from "./words";

const any = { product: null, situation: null, rated: null };
const names = { product: () => "Records server", person: (id: string) => (id === "a" ? "Ann" : "Bob") };

test.each([
  [any, "Every report"],
  [{ ...any, product: "server" }, "About Records server"],
  [
    { ...any, situation: "exploited" as const, rated: "high" as const },
    "It is being exploited · rated high or worse by its reporter",
  ],
  [{ ...any, rated: "critical" as const }, "Rated critical by its reporter"],
])("a rule for %j reads “%s”", (rule, words) => expect(whenWords(rule, names)).toBe(words));

test.each([
  [{ kind: "person" as const, accountId: "a" }, "Ann"],
  [{ kind: "fewest" as const }, "Who carries the fewest open reports"],
  [{ kind: "nobody" as const }, "Nobody: left to the team"],
])("to %j reads “%s”", (to, words) => expect(toWords(to, names)).toBe(words));

test.each<[Decision, boolean, string]>([
  [{ to: "a", rule: 0, insteadOf: null }, false, "It would go to Ann: no rule is for it."],
  [
    { to: "a", rule: 2, insteadOf: "b" },
    false,
    "It would go to Ann, who answers for Bob meanwhile: rule 2 is the first that is for it and leads to somebody.",
  ],
  [{ to: null, rule: 1, insteadOf: null }, false, "It would stay the team’s: rule 1 says so."],
  [{ to: null, rule: 0, insteadOf: null }, true, "It would stay the team’s: no rule leads to somebody."],
  [
    { to: "a", rule: 0, insteadOf: null },
    true,
    "It would go to whoever of those in carries the fewest open reports: no rule is for it.",
  ],
])("%j (by load: %s) reads “%s”", (decision, byLoad, words) => {
  expect(decisionWords(decision, names.person, byLoad)).toBe(words);
});

import { describe, expect, test } from "vitest";
import { smileDigitalHealthPolicy as policy } from "@/db/seed/policies/smile-digital-health";
import { applyEffects, foldClocks } from "../sla/fold";
import type { ClockRun } from "../sla/types";
import type { Answers } from "./form/answers";
import {
  answersOfPart,
  copyableAnswers,
  judgeParts,
  PARTS_AT_MOST,
  type SplitPart,
  type SplitSubject,
  splitAnswerSchema,
  splitRefusal,
  splitSchema,
} from "./split";
import { carriedClocks } from "./split-clocks";

const answers: Answers = {
  title: "Two things at once in the export",
  details: "A line break in the file name ends the header early, and the log keeps whole tokens.",
  steps: "Press export.",
  urls: ["https://example.org/export"],
  onlyOne: "yes",
  identity: "named",
  contactName: "Ada",
  email: "ada@example.org",
  creditWish: "alias",
  coFinders: ["Somebody else"],
  plans: "Talk in May",
  conduct: "differently",
  conductNote: "I opened one record of another person",
  policyVersion: "1.0",
  accepted: "yes",
};
const part: SplitPart = { title: "Tokens are kept in the log", keys: ["details"], details: "" };

describe("whether a report can be split", () => {
  const open: SplitSubject = {
    state: "verifying",
    resolution: null,
    isPart: false,
    encrypted: false,
    proposed: false,
  };
  test.each<[string, Partial<SplitSubject>, string | null]>([
    ["an open report", {}, null],
    ["a new report", { state: "received" }, null],
    ["a closed one", { state: "closed", resolution: "fixed" }, "closed"],
    ["a duplicate", { state: "closed", resolution: "duplicate" }, "duplicate"],
    ["a part", { isPart: true }, "split from another"],
    ["an encrypted one", { encrypted: true }, "cannot read"],
    ["one that is proposed already", { proposed: true }, "waits"],
  ])("%s: %j", (_, given, word) => {
    const refusal = splitRefusal({ ...open, ...given });
    if (word === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(word);
  });
});

describe("what goes along", () => {
  test("answers about vulnerabilities can be chosen; people, credit and policy cannot", () => {
    const keys = copyableAnswers(policy, answers).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["details", "steps"]));
    for (const never of [
      "title",
      "onlyOne",
      "email",
      "contactName",
      "creditWish",
      "conductNote",
      "accepted",
      "plans",
    ]) {
      expect(keys, never).not.toContain(never);
    }
  });

  test("a part has what was chosen and what every report has, and nothing else", () => {
    expect(answersOfPart(policy, answers, part)).toEqual({
      title: part.title,
      details: answers.details,
      identity: "named",
      contactName: "Ada",
      email: "ada@example.org",
      creditWish: "alias",
      policyVersion: "1.0",
      accepted: "yes",
      conduct: "differently",
    });
    const smuggled = answersOfPart(policy, answers, {
      ...part,
      keys: ["details", "conductNote", "coFinders", "plans"],
    });
    expect(JSON.stringify(smuggled)).not.toMatch(/another person|Somebody|May/);
  });

  test("copied and typed details stand one after the other", () => {
    const both = answersOfPart(policy, answers, { ...part, details: "Only the log is meant." });
    expect(both.details).toBe(`${answers.details}\n\nOnly the log is meant.`);
  });

  test.each<[string, SplitPart[], string[] | null]>([
    ["one good part", [part], null],
    ["none", [], ["title1"]],
    ["without a title", [{ ...part, title: "" }], ["title1"]],
    ["without details", [{ ...part, keys: ["steps"] }], ["details1"]],
    [
      "typed details alone",
      [{ ...part, keys: [], details: "The log keeps whole tokens for ever, so whoever reads it can sign in." }],
      null,
    ],
    ["something that may not be copied", [part, { ...part, keys: ["details", "email"] }], ["keys2"]],
    ["something that was not answered", [{ ...part, keys: ["details", "poc"] }], ["keys1"]],
    ["too many", Array.from({ length: PARTS_AT_MOST + 1 }, () => part), ["form"]],
  ])("%s: %j", (_, parts, fields) => {
    const errors = judgeParts(policy, answers, parts);
    expect(errors === null ? null : Object.keys(errors)).toEqual(fields);
  });

  test("the form's blank parts at the end are none, one in between keeps its place", () => {
    const sent = {
      text: "Two vulnerabilities in one.",
      title1: "First of the two",
      keys1: "details",
      title3: "Third one",
    };
    const { parts } = splitSchema.parse(sent);
    expect(parts.map(({ title }) => title)).toEqual(["First of the two", "", "Third one"]);
    expect(parts[0]?.keys).toEqual(["details"]);
  });

  test("a no needs a word, a yes needs none", () => {
    const says = (answer: string, word = "") => splitAnswerSchema.safeParse({ proposal: "m", answer, word }).success;
    expect([says("confirm"), says("decline"), says("decline", "They are one.")]).toEqual([true, false, true]);
  });
});

describe("clocks of a part", () => {
  const run = (given: Partial<ClockRun>): ClockRun => ({
    clock: "verify",
    run: 1,
    amount: 10,
    unit: "business_day",
    rigidity: "MUST",
    calendarVersion: 1,
    startedAt: "2026-03-02T15:00:00.000Z",
    due: "2026-03-17T04:00:00.000Z",
    pausedAt: null,
    pausedBecause: null,
    stoppedAt: null,
    voided: false,
    derivation: ["Received"],
    ...given,
  });
  const met = "2026-03-03T10:00:00.000Z";
  const carried = (...runs: ClockRun[]) => foldClocks(carriedClocks(runs, "SDH-1", "America/Toronto"));

  test("start at the first receipt, keep its due dates, and are met by what met them there", () => {
    const [ack, verify] = carried(run({ clock: "acknowledge", stoppedAt: met }), run({}));
    expect(ack).toMatchObject({ startedAt: run({}).startedAt, due: run({}).due, stoppedAt: met });
    expect(ack?.derivation.at(-1)).toMatch(/^Split from SDH-1: counted as it was there, and met by what met it there/);
    expect(verify).toMatchObject({ due: run({}).due, stoppedAt: null });
  });

  test("a check of the other vulnerability is none of this one", () => {
    expect(carried(run({ stoppedAt: met }))).toMatchObject([{ clock: "verify", stoppedAt: null }]);
  });

  test("a pause stands where it stood, and what is over or void stays behind", () => {
    const paused = run({ pausedAt: met, pausedBecause: "waiting_on_reporter" });
    const kept = carried(
      paused,
      run({ clock: "first_response", voided: true }),
      run({ clock: "next_update", run: 1, stoppedAt: met }),
      run({ clock: "next_update", run: 2, startedAt: met }),
      run({ clock: "fix" }),
    );
    expect(kept).toMatchObject([
      { clock: "verify", pausedAt: met, pausedBecause: "waiting_on_reporter" },
      { clock: "next_update", run: 1, startedAt: met },
    ]);
    const resume = { op: "resume", clock: "verify", run: 1, due: "2026-04-01T04:00:00.000Z", derivation: [] } as const;
    expect(applyEffects(kept, { at: "2026-03-20T00:00:00.000Z", effects: [resume] })[0]?.pausedAt).toBeNull();
  });
});

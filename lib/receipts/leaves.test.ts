import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerLeaf, answerLeaves, compareAnswers, newSalt, verifyLeaf } from "./leaves";

const salt = "000102030405060708090a0b0c0d0e0f";

describe("answer commitments", () => {
  test("hash the sixteen salt bytes and the canonical JSON of the answer", () => {
    const own = createHash("sha256").update(Buffer.from(salt, "hex")).update('"Stored XSS"').digest("hex");
    expect(answerLeaf({ value: "Stored XSS", salt })).toBe(own);
    const { root, leaves } = answerLeaves({ title: { value: "Stored XSS", salt } });
    expect(leaves).toEqual({ title: own });
    expect(root).toBe(createHash("sha256").update(`{"title":"${own}"}`).digest("hex"));
  });

  test("do not depend on the order of the answers", () => {
    const a = { value: ["x", "y"], salt };
    const b = { value: "z", salt: newSalt() };
    expect(answerLeaves({ a, b })).toEqual(answerLeaves({ b, a }));
  });

  test("hide equal answers behind their salts", () => {
    expect(newSalt()).toMatch(/^[0-9a-f]{32}$/);
    expect(newSalt()).not.toBe(newSalt());
    expect(answerLeaf({ value: "yes", salt: newSalt() })).not.toBe(answerLeaf({ value: "yes", salt: newSalt() }));
  });

  test.each(["", "00", salt.toUpperCase(), `${salt}00`, "g".repeat(32)])("refuse the salt %j", (bad) => {
    expect(() => answerLeaf({ value: 1, salt: bad })).toThrow(TypeError);
    expect(verifyLeaf({ a: "0".repeat(64) }, "a", { value: 1, salt: bad })).toBe(false);
  });

  test("prove an answer and no other", () => {
    const { leaves } = answerLeaves({ title: { value: "Stored XSS", salt } });
    expect(verifyLeaf(leaves, "title", { value: "Stored XSS", salt })).toBe(true);
    expect(verifyLeaf(leaves, "title", { value: "Stored XSS ", salt })).toBe(false);
    expect(verifyLeaf(leaves, "title", { value: "Stored XSS", salt: newSalt() })).toBe(false);
    expect(verifyLeaf(leaves, "toString", { value: "Stored XSS", salt })).toBe(false);
  });
});

describe("compareAnswers", () => {
  test("a withheld answer keeps every other one provable", () => {
    const values = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.string(), fc.array(fc.string())), {
      minKeys: 2,
    });
    fc.assert(
      fc.property(values, fc.nat(), (given, pick) => {
        const answers = Object.fromEntries(
          Object.entries(given).map(([key, value]) => [key, { value, salt: newSalt() }]),
        );
        const { leaves } = answerLeaves(answers);
        const keys = Object.keys(answers);
        const withheld = keys[pick % keys.length] ?? "";
        const { [withheld]: _, ...rest } = answers;
        const verdicts = compareAnswers(leaves, rest);
        expect(verdicts[withheld]).toBe("withheld");
        expect(compareAnswers(leaves, { ...rest, [withheld]: null })).toEqual(verdicts);
        for (const key of keys) if (key !== withheld) expect(verdicts[key]).toBe("proven");
      }),
    );
  });

  test("names changed answers and answers the receipt knows nothing of", () => {
    const { leaves } = answerLeaves({ title: { value: "a", salt }, steps: { value: "b", salt } });
    expect(
      compareAnswers(leaves, { title: { value: "A", salt }, steps: { value: "b", salt }, poc: { value: "c", salt } }),
    ).toEqual({ title: "changed", steps: "proven", poc: "not_in_receipt" });
  });
});

import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical";
import { newReceiptKey, receiptKeySet, signingKey } from "./keys";
import { leavesRoot } from "./leaves";
import { readReceipt } from "./read";
import { signReceipt, signScopeAnswer } from "./receipt";
import type { ScopeAnswerPayload } from "./schema";
import { shownVerdict } from "./verdict";
import { verifyReceipt, verifySigned } from "./verify";
import { verifyReceiptInBrowser } from "./verify-in-browser";

const key = newReceiptKey();
const privateKey = signingKey(key.privateKey);
const keys = receiptKeySet([key.publicKey]);
const payload: ScopeAnswerPayload = {
  type: "scope-answer",
  portal: "https://portal.example",
  program: "example",
  answeredAt: "2026-01-05T12:00:00.000Z",
  policy: { version: "1.2", hash: "ab".repeat(32) },
  question: { productId: "api", other: "", exclusions: ["spam"], noneExcluded: false, words: "", cwe: 79 },
  answer: {
    verdict: "not_permitted",
    clauses: ["2.4"],
    sentences: ["The policy does not give permission for this.", "Clause 2.4 excludes “Spam” (you chose it): Spam."],
  },
};
const json = signScopeAnswer(payload, privateKey);

describe("a signed scope answer", () => {
  test("verifies in Node and by Web Crypto, and is exactly its canonical bytes", async () => {
    expect(canonicalJson(JSON.parse(json))).toBe(json);
    expect(verifySigned(json, keys)).toEqual({ ok: true, payload, kid: key.kid });
    expect(await verifyReceiptInBrowser(json, keys)).toEqual({ ok: true, payload, kid: key.kid });
  });

  test("every flipped bit of every byte is refused", () => {
    const bytes = Buffer.from(json);
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes.readUInt8(index);
      for (let bit = 0; bit < 8; bit++) {
        bytes.writeUInt8(byte ^ (1 << bit), index);
        expect(verifySigned(bytes, keys).ok).toBe(false);
      }
      bytes.writeUInt8(byte, index);
    }
  });

  test("never passes for the receipt of a report", () => {
    const refused = { ok: false, reason: "This is a signed scope answer, not the receipt of a report." };
    expect(verifyReceipt(json, keys)).toEqual(refused);
    expect(readReceipt(json)).toEqual(refused);
  });

  test("and a receipt under the type of a scope answer is refused by both", () => {
    const leaves = { title: "1".repeat(64) };
    const receipt = signReceipt(
      {
        type: "report-receipt",
        portal: "https://portal.example",
        program: "example",
        reference: "ABC-0000-0000",
        receivedAt: "2025-06-27T20:00:00.000Z",
        channel: "web",
        policy: { version: "1.2", hash: "0".repeat(64) },
        calendarVersion: 1,
        commitments: [],
        answers: { root: leavesRoot(leaves), leaves },
        attachments: [],
      },
      privateKey,
    );
    expect(verifySigned(receipt, keys).ok).toBe(true);
    expect(verifySigned(receipt.replace('"report-receipt"', '"scope-answer"'), keys).ok).toBe(false);
  });

  test.each([
    ["an unknown member", { note: "x" }],
    ["another verdict", { answer: { ...payload.answer, verdict: "allowed" } }],
    ["long words of one's own", { question: { ...payload.question, words: "x".repeat(201) } }],
    ["a portal with a path", { portal: "https://portal.example/x" }],
  ])("is not given for %s", (_what, change) => {
    expect(() => signScopeAnswer({ ...payload, ...change } as ScopeAnswerPayload, privateKey)).toThrow();
  });

  test("reads as question and answer", () => {
    const shown = shownVerdict(verifySigned(json, keys), [
      { slug: "example", name: "Example", zone: "America/Toronto" },
    ]);
    expect(shown).toMatchObject({
      ok: true,
      kind: "scope_answer",
      programName: "Example",
      reading: {
        asked: ["Product: api", "Exclusions chosen: spam", "CWE-79"],
        verdict: "Not permitted",
        clauses: ["2.4"],
        sentences: payload.answer.sentences,
        answeredAt: "Mon 5 Jan 2026, 07:00 EST",
      },
    });
    expect(shownVerdict(verifySigned(json, keys), [])).toMatchObject({
      reading: { answeredAt: "Mon 5 Jan 2026, 12:00 UTC" },
    });
  });
});

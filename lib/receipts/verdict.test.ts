import { describe, expect, test } from "vitest";
import { pastedReceipt, RECEIPT_FILE_MAX, sizeProblem } from "./given";
import { newReceiptKey, receiptKeySet, signingKey } from "./keys";
import { leavesRoot } from "./leaves";
import { signReceipt } from "./receipt";
import { shownVerdict } from "./verdict";
import { verifyReceipt } from "./verify";

const key = newReceiptKey();
const keys = receiptKeySet([key.publicKey]);
const leaves = { title: "1".repeat(64) };
const json = signReceipt(
  {
    type: "report-receipt",
    portal: "https://portal.example",
    program: "example",
    reference: "ABC-0000-0000",
    receivedAt: "2025-06-27T20:00:00.000Z",
    channel: "web",
    policy: { version: "1.2", hash: "0".repeat(64) },
    calendarVersion: 1,
    commitments: [
      { clock: "acknowledge", rigidity: "MUST", amount: 2, unit: "business_day", due: "2025-07-03T04:00:00.000Z" },
    ],
    answers: { root: leavesRoot(leaves), leaves },
    attachments: [],
  },
  signingKey(key.privateKey),
);
const programs = [{ slug: "example", name: "Example", zone: "America/Toronto" }];
const verdictOn = (text: string) => shownVerdict(verifyReceipt(text, keys), programs);

describe("what the page shows of a receipt", () => {
  test("a valid one reads in the zone of its program", () => {
    expect(verdictOn(pastedReceipt(`\r\n ${json}\n`))).toMatchObject({
      ok: true,
      programName: "Example",
      kid: key.kid,
      reading: {
        reference: "ABC-0000-0000",
        promises: [{ sentence: "You’ll hear from us by the end of Wed 2 Jul 2025, EDT (2 business days)." }],
      },
    });
  });

  test("a flipped bit anywhere in it is refused, with a reason in words", () => {
    const bytes = Buffer.from(json, "utf8");
    for (let index = 0; index < bytes.length; index += 16) {
      const flipped = Buffer.from(bytes);
      flipped[index] = (bytes[index] ?? 0) ^ 1;
      const verdict = shownVerdict(verifyReceipt(new Uint8Array(flipped), keys), programs);
      expect(verdict.ok).toBe(false);
      if (!verdict.ok) expect(verdict.reason).toMatch(/^[A-Z].+\.$/);
    }
  });

  test("of a program that this portal does not know, it is read in UTC", () => {
    const verdict = shownVerdict(verifyReceipt(json, keys), []);
    expect(verdict).toMatchObject({ ok: true, programName: null, zone: null });
  });
});

describe("what was given", () => {
  test("is refused when there is nothing, or too much", () => {
    expect(sizeProblem(0)).toBe("Paste a receipt, or choose its file");
    expect(sizeProblem(RECEIPT_FILE_MAX)).toBeNull();
    expect(sizeProblem(RECEIPT_FILE_MAX + 1)).toContain("at most 900 kB");
  });
});

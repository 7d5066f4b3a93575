import { describe, expect, test } from "vitest";
import { readingOf, receiptPromises } from "./reading";
import type { ReceiptPayload } from "./schema";

const acknowledge = {
  clock: "acknowledge",
  rigidity: "MUST",
  amount: 2,
  unit: "business_day",
  due: "2025-07-03T04:00:00.000Z",
} as const;
const verify = {
  clock: "verify",
  rigidity: "TYPICAL",
  amount: 1,
  unit: "week",
  due: "2025-07-05T04:00:00.000Z",
} as const;
const firstResponse = {
  clock: "first_response",
  rigidity: "BEST_EFFORT",
  amount: 5,
  unit: "business_day",
  due: "2025-07-03T14:00:00.000Z",
} as const;

const payload: ReceiptPayload = {
  type: "report-receipt",
  portal: "http://127.0.0.1:3000",
  program: "example",
  reference: "ABC-0000-0000",
  receivedAt: "2025-06-27T20:00:00.000Z",
  channel: "web",
  policy: { version: "1.2", hash: "0".repeat(64) },
  calendarVersion: 3,
  commitments: [acknowledge, verify],
  answers: { root: "0".repeat(64), leaves: { title: "1".repeat(64), details: "2".repeat(64) } },
  attachments: [],
};

describe("the promises of a receipt", () => {
  test("are the sentences of the receipt's own dates, in the program's zone", () => {
    expect(receiptPromises([acknowledge, verify], "America/Toronto").map(({ sentence }) => sentence)).toEqual([
      "You’ll hear from us by the end of Wed 2 Jul 2025, EDT (2 business days).",
      "We usually finish checking within a week: about 4 Jul.",
    ]);
  });

  test("say what a program without a promise to acknowledge does promise", () => {
    const [promise] = receiptPromises([firstResponse], "Australia/Brisbane");
    expect(promise?.sentence).toBe(
      "We do our best to write you a first answer by the end of Thu 3 Jul 2025, AEST (5 business days).",
    );
  });
});

describe("reading a receipt", () => {
  test("says the instant in the program's zone and in UTC", () => {
    expect(readingOf(payload, "America/Toronto")).toMatchObject({
      reference: "ABC-0000-0000",
      receivedAt: { local: "Fri 27 Jun 2025, 16:00 EDT", utc: "Fri 27 Jun 2025, 20:00 UTC" },
      answers: 2,
      attachments: 0,
      calendarVersion: 3,
    });
  });

  test("says everything in UTC where the zone is not known", () => {
    const reading = readingOf(payload, null);
    expect(reading.receivedAt.local).toBeNull();
    expect(reading.promises[0]?.sentence).toBe("Acknowledge: before Thu 3 Jul 2025, 04:00 UTC (2 business days).");
  });
});

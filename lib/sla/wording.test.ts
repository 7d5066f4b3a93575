import { describe, expect, it } from "vitest";
import { ONTARIO } from "./calendars.test-data";
import type { ClockRun, ClockStatus } from "./types";
import { clockWords, dueWords, promiseSentence, promiseSentences, reporterSentence, stateWords } from "./wording";
import {
  amountWords,
  durationWords,
  formatInstant,
  formatLocalDate,
  longDurationWords,
  zoneName,
} from "./words-of-time";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function status(changes: Partial<ClockStatus> = {}): ClockStatus {
  return {
    clock: "acknowledge",
    amount: 2,
    unit: "business_day",
    rigidity: "MUST",
    run: 1,
    state: "running",
    due: "2025-07-03T04:00:00.000Z",
    dueDate: "2025-07-02",
    zone: "America/Toronto",
    remainingMs: DAY + 3 * HOUR + 59 * MINUTE,
    tookMs: null,
    pausedMs: null,
    pausedBecause: null,
    ours: false,
    because: [],
    ...changes,
  };
}

const VERIFY = {
  clock: "verify",
  amount: 1,
  unit: "week",
  rigidity: "TYPICAL",
  due: "2025-07-05T04:00:00.000Z",
  dueDate: "2025-07-04",
} as const;
const FIRST = { clock: "first_response", amount: 5, rigidity: "BEST_EFFORT" } as const;
const UPDATE = { clock: "next_update", amount: 14, unit: "day", rigidity: "SHOULD", ours: true } as const;

describe("a clock for staff", () => {
  it.each<[Partial<ClockStatus>, string]>([
    [{}, "Acknowledge · 1 d 3 h left"],
    [{ state: "due_soon", remainingMs: 3 * HOUR }, "Acknowledge · 3 h left"],
    [{ state: "due_today" }, "Acknowledge · by the end of today, EDT"],
    [
      { ...VERIFY, state: "paused", pausedMs: 2 * DAY + HOUR, pausedBecause: "waiting_on_reporter" },
      "Verify · paused 2 d · waiting on researcher",
    ],
    [{ ...VERIFY, state: "paused", pausedMs: 0, pausedBecause: "closed" }, "Verify · paused under 1 m · report closed"],
    [{ state: "met", tookMs: 5 * HOUR + 12 * MINUTE }, "Acknowledge · met in 5 h 12 m"],
    [{ state: "met_late", remainingMs: -DAY }, "Acknowledge · done, 1 d late"],
    [{ ...VERIFY, state: "later_than_usual", remainingMs: -DAY }, "Verify · 1 d later than usual"],
    [{ ...FIRST, state: "missed", remainingMs: -DAY - HOUR }, "First response · missed by 1 d"],
    [{ state: "breached", remainingMs: -5 * HOUR - MINUTE }, "Acknowledge · breached 5 h"],
    [{ clock: "fix", state: "not_applicable" }, "Fix · n/a"],
  ])("%#", (changes, words) => {
    expect(clockWords(status(changes))).toBe(words);
    expect(words.endsWith(stateWords(status(changes)))).toBe(true);
  });
});

describe("a clock for the reporter", () => {
  it.each<[Partial<ClockStatus>, string]>([
    [{}, "You’ll hear from us by the end of Wed 2 Jul 2025, EDT (2 business days)."],
    [VERIFY, "We usually finish checking within a week: about 4 Jul."],
    [FIRST, "We do our best to write you a first answer by the end of Wed 2 Jul 2025, EDT (5 business days)."],
    [UPDATE, "Our aim: send you an update by the end of Wed 2 Jul 2025, EDT (14 days)."],
    [{ clock: "fix", rigidity: "SHOULD" }, "We aim to fix this by the end of Wed 2 Jul 2025, EDT (2 business days)."],
    [{ clock: "fix", unit: "hour" }, "We will fix this before Thu 3 Jul 2025, 00:00 EDT (2 hours)."],
    [
      { ...VERIFY, state: "paused", pausedBecause: "waiting_on_reporter" },
      "We are waiting for your answer. Our time stands still until you send it.",
    ],
    [{ state: "met", tookMs: 5 * HOUR + 12 * MINUTE }, "A person confirmed your report in 5 hours 12 minutes."],
    [
      { state: "met_late", remainingMs: -DAY },
      "A person confirmed your report. That was 1 day later than we promised.",
    ],
    [{ ...VERIFY, state: "met_late", remainingMs: -DAY }, "We finished checking. This took longer than usual."],
    [{ ...VERIFY, state: "later_than_usual" }, "This is taking longer than usual."],
    [
      { state: "breached" },
      "We said we would confirm that a person has your report by the end of Wed 2 Jul 2025, EDT, and a person has not confirmed your report yet.",
    ],
    [
      { ...UPDATE, state: "missed" },
      "We aimed to send you an update by the end of Wed 2 Jul 2025, EDT, and we have not sent you an update yet.",
    ],
  ])("%#", (changes, words) => {
    expect(reporterSentence(status(changes))).toBe(words);
  });

  it("says promises alone", () => {
    expect(promiseSentence({ amount: 2, unit: "business_day" })).toBe("2 business days");
    expect(promiseSentence({ amount: 1, unit: "week" })).toBe("1 week");
    expect(dueWords(status())).toBe("by the end of Wed 2 Jul 2025, EDT");
    const run: ClockRun = {
      clock: "acknowledge",
      amount: 2,
      unit: "business_day",
      rigidity: "MUST",
      run: 1,
      calendarVersion: 3,
      startedAt: "2025-06-27T20:00:00.000Z",
      due: "2025-07-03T04:00:00.000Z",
      pausedAt: null,
      pausedBecause: null,
      stoppedAt: null,
      voided: false,
      derivation: [],
    };
    expect(promiseSentences([run], ONTARIO)).toEqual([reporterSentence(status())]);
  });
});

describe("words of time", () => {
  it.each([
    ["America/Toronto", "2025-07-03T03:59:00Z", "Wed 2 Jul 2025, 23:59 EDT"],
    ["America/Toronto", "2025-12-31T05:00:00Z", "Wed 31 Dec 2025, 00:00 EST"],
    ["Australia/Brisbane", "2025-09-30T14:00:00Z", "Wed 1 Oct 2025, 00:00 AEST"],
    ["Europe/London", "2025-09-01T11:05:00Z", "Mon 1 Sep 2025, 12:05 BST"],
    ["Asia/Kolkata", "2025-09-01T11:05:00Z", "Mon 1 Sep 2025, 16:35 IST"],
    ["UTC", "2025-09-01T11:05:00Z", "Mon 1 Sep 2025, 11:05 UTC"],
  ])("an instant in %s", (zone, instant, words) => {
    expect(formatInstant(instant, zone)).toBe(words);
    expect(formatInstant(new Date(instant), zone)).toBe(words);
  });

  it("a date carries the zone's name at its end, not at its start", () => {
    expect(formatLocalDate("2026-03-08", "America/Toronto")).toBe("Sun 8 Mar 2026, EDT");
    expect(formatLocalDate("2026-11-01", "America/Toronto")).toBe("Sun 1 Nov 2026, EST");
    expect(zoneName(new Date("2026-03-08T06:59:59Z"), "America/Toronto")).toBe("EST");
  });

  it.each([
    [0, "under 1 m", "less than a minute"],
    [59_999, "under 1 m", "less than a minute"],
    [MINUTE, "1 m", "1 minute"],
    [5 * HOUR + 12 * MINUTE, "5 h 12 m", "5 hours 12 minutes"],
    [DAY, "1 d", "1 day"],
    [DAY + 59 * MINUTE, "1 d", "1 day"],
    [-2 * DAY - 3 * HOUR, "2 d 3 h", "2 days 3 hours"],
  ])("%s ms", (ms, short, long) => {
    expect(durationWords(ms)).toBe(short);
    expect(longDurationWords(ms)).toBe(long);
  });

  it("amounts agree in number", () => {
    expect(amountWords({ amount: 1, unit: "business_day" })).toBe("1 business day");
    expect(amountWords({ amount: 14, unit: "day" })).toBe("14 days");
  });
});

import { describe, expect, it } from "vitest";
import { ONTARIO } from "./calendars.test-data";
import { clockEffects } from "./clock";
import { move, of, RECEIVED, run, SAYS, type Step, states, TERMS } from "./clock-history.test-data";

describe("closing and reopening", () => {
  it("suspends what has no result, and the closed days count as a pause", () => {
    const closed: Step[] = [RECEIVED, ["2025-06-30T13:00:00Z", move("withdraw", "received", "reporter")]];
    expect(run(closed).map(({ pausedBecause }) => pausedBecause)).toEqual(["closed", "closed", "closed"]);
    const reopened = run([...closed, ["2025-07-03T13:00:00Z", move("reopen", "closed")]]);
    expect(of(reopened, "verify")).toMatchObject({ run: 1, pausedAt: null, due: "2025-07-08T04:00:00.000Z" });
    expect(of(reopened, "first_response")).toMatchObject({ pausedAt: null, due: "2025-07-10T04:00:00.000Z" });
    expect(of(reopened, "acknowledge").stoppedAt).toBe("2025-07-03T13:00:00Z");
  });

  it("joins the wait for the reporter and the closed time into one pause", () => {
    const steps: Step[] = [
      RECEIVED,
      ["2025-06-30T13:00:00Z", move("start_checking", "received")],
      ["2025-07-01T13:00:00Z", move("ask_for_information", "verifying", "staff", true)],
      ["2025-08-01T13:00:00Z", move("close_unanswered", "needs_info")],
    ];
    expect(of(run(steps), "verify")).toMatchObject({ pausedAt: "2025-07-01T13:00:00Z", pausedBecause: "closed" });
    const reopened = run([...steps, ["2025-08-10T13:00:00Z", move("reopen", "closed")]]);
    expect(of(reopened, "verify").due).toBe("2025-08-14T04:00:00.000Z");
  });

  it("keeps a result", () => {
    const runs = run([
      RECEIVED,
      ["2025-06-30T13:00:00Z", SAYS("received")],
      ["2025-07-01T13:00:00Z", move("withdraw", "acknowledged", "reporter")],
      ["2025-07-09T13:00:00Z", move("reopen", "closed")],
    ]);
    expect(of(runs, "first_response")).toMatchObject({ run: 1, stoppedAt: "2025-06-30T13:00:00Z" });
    expect(of(runs, "next_update")).toMatchObject({ run: 1, stoppedAt: null, pausedAt: null });
  });

  it("cannot be undone for one clock by hand", () => {
    const runs = run([
      RECEIVED,
      ["2025-06-30T13:00:00Z", SAYS("received")],
      ["2025-07-01T13:00:00Z", move("withdraw", "acknowledged", "reporter")],
      ["2025-07-02T13:00:00Z", { kind: "manual_resume", clock: "next_update" }],
      ["2025-07-02T13:00:00Z", { kind: "manual_pause", clock: "next_update", because: "waiting_on_us" }],
    ]);
    expect(of(runs, "next_update").pausedBecause).toBe("closed");
  });

  it("spam voids, and a reopened report is owed an answer and a check again", () => {
    const spam: Step[] = [RECEIVED, ["2025-06-30T13:00:00Z", move("close_spam", "received")]];
    expect(states(run(spam), "2026-01-01T00:00:00Z")).toEqual({
      acknowledge: "not_applicable",
      first_response: "not_applicable",
      verify: "not_applicable",
    });
    const reopened = run([...spam, ["2025-07-03T13:00:00Z", move("reopen", "closed")]]);
    expect(of(reopened, "verify")).toMatchObject({ run: 2, due: "2025-07-11T04:00:00.000Z" });
    expect(of(reopened, "first_response")).toMatchObject({ run: 2, due: "2025-07-11T04:00:00.000Z" });
  });

  it("a resumed clock counts by the calendar it was opened under", () => {
    const steps: Step[] = [RECEIVED, ["2025-06-30T13:00:00Z", move("withdraw", "received", "reporter")]];
    const runs = run(steps);
    const later = { ...ONTARIO, version: 4, workingDays: [1] };
    const trigger = move("reopen", "closed");
    const input = { trigger, at: new Date("2025-07-03T13:00:00Z"), runs, terms: TERMS, calendar: later };
    const resumed = clockEffects({ ...input, earlierCalendars: [ONTARIO] });
    expect(resumed).toContainEqual(
      expect.objectContaining({ op: "resume", clock: "first_response", due: "2025-07-10T04:00:00.000Z" }),
    );
  });
});

describe("appeal and alert", () => {
  it.each(["uphold_appeal", "dismiss_appeal"] as const)("an appeal stops at its decision: %s", (decision) => {
    const filed: Step[] = [
      RECEIVED,
      ["2025-06-30T13:00:00Z", move("reject", "received", "staff", true)],
      ["2025-07-02T13:00:00Z", move("appeal", "not_valid", "reporter", true)],
    ];
    expect(of(run(filed), "appeal")).toMatchObject({
      rigidity: "MUST",
      due: "2025-07-10T04:00:00.000Z",
      stoppedAt: null,
    });
    const decided = run([...filed, ["2025-07-07T13:00:00Z", move(decision, "not_valid", "staff", true)]]);
    expect(of(decided, "appeal").stoppedAt).toBe("2025-07-07T13:00:00Z");
  });

  it("an alert runs four hours until a human reads it", () => {
    const raised: Step[] = [["2025-06-28T03:00:00Z", { kind: "exposure_raised" }]];
    expect(of(run(raised), "exposure_alert").due).toBe("2025-06-28T07:00:00.000Z");
    const read = run([...raised, ["2025-06-28T06:59:59Z", { kind: "exposure_read" }]]);
    expect(states(read, "2026-01-01T00:00:00Z").exposure_alert).toBe("met");
  });
});

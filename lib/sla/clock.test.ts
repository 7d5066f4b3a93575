import { describe, expect, it } from "vitest";
import { MOVES } from "../reports/state";
import { ONTARIO } from "./calendars.test-data";
import { type ClockTrigger, clockEffects } from "./clock";
import { move, of, RECEIVED, run, SAYS, type Step, states, TERMS } from "./clock-history.test-data";
import { foldClocks } from "./fold";
import { clockStatus } from "./status";
import { termsFor } from "./terms";
import { ADJUSTABLE_CLOCKS, CLOCKS, isAdjustable } from "./vocabulary";

describe("receiving a report", () => {
  it("opens what the policy commits to, and nothing else", () => {
    const runs = run([RECEIVED]);
    expect(runs.map(({ clock, due }) => [clock, due])).toEqual([
      ["acknowledge", "2025-07-03T04:00:00.000Z"],
      ["first_response", "2025-07-08T04:00:00.000Z"],
      ["verify", "2025-07-05T04:00:00.000Z"],
    ]);
    expect(of(runs, "acknowledge")).toMatchObject({
      run: 1,
      calendarVersion: 3,
      startedAt: RECEIVED[0],
      stoppedAt: null,
    });
  });

  it("opens no clock without a commitment", () => {
    expect(run([RECEIVED], termsFor({ commitments: [] }))).toEqual([]);
  });
});

describe("acknowledge and first response are two clocks (AB-03)", () => {
  const soon = "2025-06-27T21:00:00Z";
  it.each<[string, ClockTrigger, boolean, boolean]>([
    ["Acknowledge pressed alone", move("acknowledge", "received"), true, false],
    ["Acknowledge with a message", move("acknowledge", "received", "staff", true), true, true],
    ["Start checking pressed alone", move("start_checking", "received"), true, false],
    ["Declined with a message", move("reject", "received", "staff", true), true, true],
    ["a public message of staff", SAYS("received"), true, true],
    ["a message of the reporter", { kind: "message", side: "reporter", state: "received" }, false, false],
    ["an automatic acknowledgement", move("acknowledge", "received", "system"), false, false],
    ["an automatic move with an automatic text", move("start_checking", "received", "system", true), false, false],
    ["withdrawn by the reporter", move("withdraw", "received", "reporter"), false, false],
    ["closed as spam", move("close_spam", "received"), false, false],
  ])("%s", (_, trigger, acknowledged, answered) => {
    const runs = run([RECEIVED, [soon, trigger]]);
    expect(of(runs, "acknowledge").stoppedAt).toBe(acknowledged ? soon : null);
    expect(of(runs, "first_response").stoppedAt).toBe(answered ? soon : null);
  });

  it("one without the other: a late answer leaves the acknowledgement met", () => {
    const runs = run([
      RECEIVED,
      ["2025-06-28T01:12:00Z", move("acknowledge", "received")],
      ["2025-07-09T12:00:00Z", SAYS("acknowledged")],
    ]);
    expect(states(runs, "2025-08-01T00:00:00Z")).toMatchObject({ acknowledge: "met", first_response: "met_late" });
    expect(clockStatus(of(runs, "acknowledge"), ONTARIO, new Date("2030-01-01")).tookMs).toBe(5.2 * 3_600_000);
  });

  it("a policy with one of them runs one of them", () => {
    const only = TERMS.filter(({ clock }) => clock === "first_response");
    expect(run([RECEIVED, [soon, SAYS("received")]], only).map(({ clock }) => clock)).toEqual(["first_response"]);
  });
});

describe("verify", () => {
  const checking: Step = ["2025-06-30T13:00:00Z", move("start_checking", "received")];

  it("stops at either decision", () => {
    for (const decision of ["validate", "reject"] as const) {
      const runs = run([RECEIVED, checking, ["2025-07-03T13:00:00Z", move(decision, "verifying")]]);
      expect(states(runs, "2025-08-01T00:00:00Z").verify).toBe("met");
    }
  });

  it("waits while the reporter is asked, and moves by the days it waited", () => {
    const asked = run([
      RECEIVED,
      checking,
      ["2025-07-01T13:00:00Z", move("ask_for_information", "verifying", "staff", true)],
    ]);
    expect(of(asked, "verify")).toMatchObject({
      pausedAt: "2025-07-01T13:00:00Z",
      pausedBecause: "waiting_on_reporter",
    });
    expect(states(asked, "2025-12-01T00:00:00Z").verify).toBe("paused");
    const answered = run([
      RECEIVED,
      checking,
      ["2025-07-01T13:00:00Z", move("ask_for_information", "verifying", "staff", true)],
      ["2025-07-04T13:00:00Z", move("give_information", "needs_info", "reporter", true)],
    ]);
    expect(of(answered, "verify")).toMatchObject({ pausedAt: null, due: "2025-07-08T04:00:00.000Z" });
    expect(of(answered, "verify").derivation).toEqual([
      "Received Fri 27 Jun 2025, 16:00 EDT",
      "1 week, every day counted, from the day after",
      "Due by the end of Fri 4 Jul 2025, EDT",
      "Paused Tue 1 Jul to Fri 4 Jul 2025, waiting on the researcher: 3 days added",
      "Now due by the end of Mon 7 Jul 2025, EDT",
    ]);
  });

  it("is judged by the moved due date when the decision falls in the wait", () => {
    const runs = run([
      RECEIVED,
      checking,
      ["2025-07-01T13:00:00Z", move("ask_for_information", "verifying")],
      ["2025-07-20T13:00:00Z", move("reject", "needs_info")],
    ]);
    expect(of(runs, "verify").due).toBe("2025-07-24T04:00:00.000Z");
    expect(states(runs, "2025-08-01T00:00:00Z").verify).toBe("met");
  });

  it("runs a second time in full where the reopened decision had stopped it", () => {
    for (const reopening of ["reopen", "uphold_appeal"] as const) {
      const runs = run([
        RECEIVED,
        checking,
        ["2025-07-03T13:00:00Z", move("reject", "verifying", "staff", true)],
        ["2025-07-10T13:00:00Z", move(reopening, "not_valid")],
      ]);
      expect(
        runs.filter(({ clock }) => clock === "verify").map((some) => [some.run, some.stoppedAt, some.due]),
      ).toEqual([
        [1, "2025-07-03T13:00:00Z", "2025-07-05T04:00:00.000Z"],
        [2, null, "2025-07-18T04:00:00.000Z"],
      ]);
    }
  });
});

describe("next update", () => {
  it("starts at the last public message of staff and stops at the next", () => {
    const runs = run([
      RECEIVED,
      ["2025-06-30T13:00:00Z", SAYS("received")],
      ["2025-07-07T13:00:00Z", SAYS("acknowledged")],
    ]);
    expect(
      runs.filter(({ clock }) => clock === "next_update").map((some) => [some.startedAt, some.due, some.stoppedAt]),
    ).toEqual([
      ["2025-06-30T13:00:00Z", "2025-07-15T04:00:00.000Z", "2025-07-07T13:00:00Z"],
      ["2025-07-07T13:00:00Z", "2025-07-22T04:00:00.000Z", null],
    ]);
  });

  it("is not moved by the reporter's messages, and none opens on a closed report", () => {
    const runs = run([
      RECEIVED,
      ["2025-06-30T13:00:00Z", SAYS("received")],
      ["2025-07-01T13:00:00Z", { kind: "message", side: "reporter", state: "received" }],
      ["2025-07-02T13:00:00Z", move("withdraw", "acknowledged", "reporter")],
      ["2025-07-03T13:00:00Z", SAYS("closed")],
    ]);
    expect(runs.filter(({ clock }) => clock === "next_update")).toHaveLength(1);
    expect(of(runs, "next_update").stoppedAt).toBe("2025-07-03T13:00:00Z");
  });
});

describe("fix", () => {
  const confirmed: Step[] = [
    RECEIVED,
    ["2025-06-30T13:00:00Z", move("start_checking", "received")],
    ["2025-07-02T13:00:00Z", move("validate", "verifying")],
  ];

  it("runs from confirmation to resolution, whoever resolves", () => {
    expect(of(run(confirmed), "fix")).toMatchObject({ due: "2025-08-02T04:00:00.000Z", stoppedAt: null });
    const byStaff = run([...confirmed, ["2025-07-20T13:00:00Z", move("resolve", "fix_ready")]]);
    const byReporter = run([...confirmed, ["2025-07-20T13:00:00Z", move("confirm_fix", "retest", "reporter")]]);
    for (const runs of [byStaff, byReporter]) expect(of(runs, "fix").stoppedAt).toBe("2025-07-20T13:00:00Z");
  });

  it("has no run where the policy publishes no target for the severity", () => {
    const low = termsFor({
      commitments: [{ clock: "fix", amount: 30, unit: "day", rigidity: "SHOULD", severity: "high" }],
      severity: "low",
    });
    expect(run(confirmed, low).some(({ clock }) => clock === "fix")).toBe(false);
  });

  it("can be paused and extended by hand, and a reply of the reporter resumes it", () => {
    const paused: Step[] = [
      ...confirmed,
      ["2025-07-03T13:00:00Z", { kind: "manual_pause", clock: "fix", because: "waiting_on_reporter" }],
    ];
    expect(of(run(paused), "fix").pausedBecause).toBe("waiting_on_reporter");
    const replied = run([
      ...paused,
      ["2025-07-05T13:00:00Z", { kind: "message", side: "reporter", state: "accepted" }],
    ]);
    expect(of(replied, "fix")).toMatchObject({ pausedAt: null, due: "2025-08-04T04:00:00.000Z" });
    const extended = run([
      ...confirmed,
      ["2025-07-05T13:00:00Z", { kind: "manual_extension", clock: "fix", amount: 1, unit: "week" }],
    ]);
    expect(of(extended, "fix").due).toBe("2025-08-09T04:00:00.000Z");
  });

  it("a reply of the reporter ends no wait on a third party", () => {
    const runs = run([
      ...confirmed,
      ["2025-07-03T13:00:00Z", { kind: "manual_pause", clock: "fix", because: "waiting_on_third_party" }],
      ["2025-07-05T13:00:00Z", { kind: "message", side: "reporter", state: "accepted" }],
    ]);
    expect(of(runs, "fix").pausedBecause).toBe("waiting_on_third_party");
    const resumed = run([
      ...confirmed,
      ["2025-07-03T13:00:00Z", { kind: "manual_pause", clock: "fix", because: "waiting_on_third_party" }],
      ["2025-07-06T13:00:00Z", { kind: "manual_resume", clock: "fix" }],
    ]);
    expect(of(resumed, "fix").due).toBe("2025-08-05T04:00:00.000Z");
  });

  it("only fix and next update can be changed by hand", () => {
    expect(CLOCKS.filter(isAdjustable)).toEqual(["next_update", "fix"]);
    expect([...ADJUSTABLE_CLOCKS].sort()).toEqual(["fix", "next_update"]);
  });
});

describe("effects", () => {
  it("of a move that touches no clock are none", () => {
    for (const quiet of ["accept", "defer", "resume", "mark_fix_ready"] as const)
      expect(run([RECEIVED, ["2025-06-30T13:00:00Z", move(quiet, "accepted", "system")]])).toEqual(run([RECEIVED]));
  });

  it("can be told for every move, on a report without clocks too", () => {
    for (const each of MOVES)
      expect(() =>
        clockEffects({
          trigger: move(each, "verifying"),
          at: new Date(RECEIVED[0]),
          runs: [],
          terms: [],
          calendar: ONTARIO,
        }),
      ).not.toThrow();
  });

  it("cannot be folded onto a run that was never opened, or opened twice", () => {
    const at = RECEIVED[0];
    expect(() => foldClocks([{ at, effects: [{ op: "stop", clock: "verify", run: 1 }] }])).toThrow("never opened");
    const effects = clockEffects({
      trigger: { kind: "received" },
      at: new Date(at),
      runs: [],
      terms: TERMS,
      calendar: ONTARIO,
    });
    expect(() =>
      foldClocks([
        { at, effects },
        { at, effects },
      ]),
    ).toThrow("opened twice");
  });
});

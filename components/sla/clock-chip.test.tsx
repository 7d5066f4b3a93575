import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { CLOCK_STATES, type ClockState, type ClockStatus } from "@/lib/sla/types";
import { clockWords } from "@/lib/sla/wording";
import { ClockChip } from "./clock-chip";
import { ClockDetails, derivationText } from "./clock-details";
import { ReporterClockList } from "./clock-list";
import { SmallMark } from "./clock-mark";
import { IconSprite } from "./icon-sprite";

const HOUR = 3_600_000;

function clock(state: ClockState, change: Partial<ClockStatus> = {}): ClockStatus {
  return {
    clock: "acknowledge",
    amount: 2,
    unit: "business_day",
    rigidity: "MUST",
    run: 1,
    state,
    due: "2025-07-03T04:00:00.000Z",
    dueDate: "2025-07-02",
    zone: "America/Toronto",
    remainingMs: 27 * HOUR,
    tookMs: null,
    pausedMs: null,
    pausedBecause: null,
    ours: false,
    because: ["Received Fri 27 Jun 2025, 16:00 EDT", "Due by the end of Wed 2 Jul 2025, EDT"],
    ...change,
  };
}

const CASES: Record<ClockState, { status: ClockStatus; words: string; icon: string }> = {
  running: { status: clock("running"), words: "Acknowledge · 1 d 3 h left", icon: "icon-clock" },
  due_soon: {
    status: clock("due_soon", { remainingMs: 3 * HOUR }),
    words: "Acknowledge · 3 h left",
    icon: "icon-half-disc",
  },
  due_today: { status: clock("due_today"), words: "Acknowledge · by the end of today, EDT", icon: "icon-half-disc" },
  paused: {
    status: clock("paused", { pausedMs: 49 * HOUR, pausedBecause: "waiting_on_reporter" }),
    words: "Acknowledge · paused 2 d · waiting on researcher",
    icon: "icon-pause",
  },
  met: { status: clock("met", { tookMs: 5.2 * HOUR }), words: "Acknowledge · met in 5 h 12 m", icon: "icon-tick" },
  met_late: {
    status: clock("met_late", { tookMs: 90 * HOUR, remainingMs: -25 * HOUR }),
    words: "Acknowledge · done, 1 d late",
    icon: "icon-tick-flag",
  },
  breached: {
    status: clock("breached", { remainingMs: -5 * HOUR }),
    words: "Acknowledge · breached 5 h",
    icon: "icon-bolt",
  },
  missed: {
    status: clock("missed", { remainingMs: -25 * HOUR }),
    words: "Acknowledge · missed by 1 d",
    icon: "icon-flag",
  },
  later_than_usual: {
    status: clock("later_than_usual", { remainingMs: -25 * HOUR }),
    words: "Acknowledge · 1 d later than usual",
    icon: "icon-flag",
  },
  not_applicable: { status: clock("not_applicable"), words: "Acknowledge · n/a", icon: "icon-dash" },
};

const sprite = renderToStaticMarkup(<IconSprite />);

describe("a clock chip", () => {
  test.each(CLOCK_STATES)("says %s with an icon, a word and a time", (state) => {
    const { status, words, icon } = CASES[state];
    const html = renderToStaticMarkup(<ClockChip status={status} />);
    expect(html).toContain(`href="#${icon}"`);
    expect(sprite).toContain(`id="${icon}"`);
    expect(html.replaceAll(/<[^>]+>/g, "")).toBe(words);
    const small = renderToStaticMarkup(<SmallMark state={status.state} words={clockWords(status)} />);
    expect(small).toContain(`href="#${icon}"`);
    expect(small.replaceAll(/<[^>]+>/g, "")).toBe(words);
  });

  test("gives each kind of lateness a look of its own", () => {
    const looks = (["breached", "missed", "later_than_usual", "due_today", "running"] as const).map((state) => {
      const html = renderToStaticMarkup(<ClockChip status={CASES[state].status} />);
      return `${/class="([^"]+)"/.exec(html)?.[1]} ${/href="([^"]+)"/.exec(html)?.[1]}`;
    });
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe("the derivation", () => {
  test("opens beneath the chip without a script, in sentences", () => {
    const html = renderToStaticMarkup(<ClockDetails status={clock("running")} />);
    expect(html).toMatch(/^<details[^>]*><summary/);
    expect(html).toContain("Received Fri 27 Jun 2025, 16:00 EDT. Due by the end of Wed 2 Jul 2025, EDT.");
  });

  test("tells a promise of the policy from an aim of ours", () => {
    expect(derivationText(clock("running"))).toContain("The policy says: we will, 2 business days.");
    const aim = clock("running", { clock: "next_update", amount: 14, unit: "day", rigidity: "SHOULD", ours: true });
    expect(derivationText(aim)).toContain("Our own aim: 14 days.");
    expect(derivationText(aim)).not.toContain("policy says");
  });
});

test("the reporter reads sentences, and nothing of a clock that does not apply", () => {
  const html = renderToStaticMarkup(
    <ReporterClockList clocks={[CASES.running.status, clock("not_applicable", { clock: "fix" })]} />,
  );
  expect(html).toContain("hear from us by the end of Wed 2 Jul 2025, EDT (2 business days).");
  expect(html).not.toContain("no longer applies");
});

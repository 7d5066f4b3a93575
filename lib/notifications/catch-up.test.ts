import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caughtUp, QUIET_AFTER_MINUTES, toldWith, type Waiting } from "./catch-up";
import type { MailParams } from "./templates/catalogue";

const NOW = new Date("2026-11-29T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const OVERDUE = QUIET_AFTER_MINUTES;
const FRESH = QUIET_AFTER_MINUTES - 1;

type ReporterWhat = MailParams["report_news"]["what"];
type StaffWhat = MailParams["staff_news"]["what"];
const news = (what: ReporterWhat, minutes: number, guest?: true): Waiting => ({
  template: "report_news",
  params: { reference: "SDH-1", program: "Smile", what, ...(guest ? { guest } : {}) },
  createdAt: ago(minutes),
});
const desk = (what: StaffWhat, minutes: number, reference = "SDH-1"): Waiting => ({
  template: "staff_news",
  params: { reference, program: "Smile", what },
  createdAt: ago(minutes),
});
const daily = (minutes: number, times: number, since?: string): Waiting => ({
  template: "digest",
  params: {
    items: [{ reference: "SDH-1", program: "Smile", event: "staff.message", times }],
    ...(since ? { since } : {}),
  },
  createdAt: ago(minutes),
});
const clock = (reference: string, minutes: number): Waiting => ({
  template: "clock_news",
  params: { items: [{ reference, program: "Smile", clock: "acknowledge", threshold: "over" }] },
  createdAt: ago(minutes),
});

describe("what is told together", () => {
  const reference = "SDH-1";
  const program = "Smile";
  const path = "/x";
  test.each([
    [{ template: "report_news", params: { reference, program, what: "status" } }, "report"],
    [{ template: "report_news", params: { reference, program, what: "credit" } }, "report"],
    [{ template: "staff_news", params: { reference, program, what: "received" } }, "person"],
    [{ template: "staff_news", params: { reference, program, what: "mention" } }, "person"],
    [{ template: "digest", params: { items: [] } }, "person"],
    [{ template: "clock_news", params: { items: [] } }, "clocks"],
    // Each of these leaves by itself, however long it waited.
    [{ template: "staff_news", params: { reference, program, what: "urgent" } }, null],
    [{ template: "staff_news", params: { reference, program, what: "opened_anyway" } }, null],
    [{ template: "report_received", params: { reference, program, zone: "UTC", promises: [] } }, null],
    [{ template: "verify_email", params: { path } }, null],
    [{ template: "reset_password", params: { path } }, null],
    [{ template: "password_changed", params: {} }, null],
    [{ template: "second_factor_added", params: {} }, null],
    [{ template: "key_changed", params: { change: "removed" } }, null],
    [{ template: "invitation", params: { path, programSlug: "x", role: "triager" } }, null],
    [{ template: "credit_asked", params: { program, path, again: false } }, null],
    [{ template: "inquiry_news", params: { program, path, what: "answered" } }, null],
    [{ template: "policy_news", params: { programSlug: "x", path, what: "review" } }, null],
    [{ template: "draft_ending", params: { program, endsAt: "", zone: "UTC" } }, null],
    [{ template: "on_call_test", params: { program } }, null],
  ] as const)("%o: %s", (mail, group) => expect(toldWith(mail as Parameters<typeof toldWith>[0])).toBe(group));
});

describe("caughtUp", () => {
  const TABLE: [string, Parameters<typeof caughtUp>[0], Waiting[], number[] | null, object | null][] = [
    ["nothing waits", "report", [], null, null],
    ["one that is overdue leaves as it is", "report", [news("message", 600)], null, null],
    ["none is overdue", "report", [news("message", FRESH), news("status", 1)], null, null],
    [
      "one is overdue by the minute: what is new goes along, and the question leads",
      "report",
      [news("message", OVERDUE), news("question", 5), news("message", 1)],
      [0, 1, 2],
      {
        what: "question",
        told: [
          { what: "message", at: ago(OVERDUE).toISOString() },
          { what: "question", at: ago(5).toISOString() },
          { what: "message", at: ago(1).toISOString() },
        ],
      },
    ],
    [
      "a guest stays one",
      "report",
      [news("status", 600, true), news("credit", 500, true)],
      [0, 1],
      { guest: true, what: "credit" },
    ],
    [
      "for one person, over all reports: only what is overdue",
      "person",
      [desk("received", 300), desk("message", 200, "SDH-2"), desk("message", 100, "SDH-2"), desk("message", FRESH)],
      [0, 1, 2],
      {
        since: ago(300).toISOString(),
        items: [
          { reference: "SDH-1", program: "Smile", event: "staff.received", times: 1 },
          { reference: "SDH-2", program: "Smile", event: "staff.message", times: 2 },
        ],
      },
    ],
    ["one overdue and one fresh of a person", "person", [desk("message", 300), desk("message", FRESH)], null, null],
    [
      "what was told together waits on, and takes more along",
      "person",
      [daily(90, 4, ago(800).toISOString()), desk("message", 70)],
      [0, 1],
      {
        since: ago(800).toISOString(),
        items: [{ reference: "SDH-1", program: "Smile", event: "staff.message", times: 5 }],
      },
    ],
    [
      "the same clock is told once",
      "clocks",
      [clock("SDH-1", 600), clock("SDH-2", 500), clock("SDH-1", 400)],
      [0, 1, 2],
      {
        items: ["SDH-1", "SDH-2"].map((reference) => ({
          reference,
          program: "Smile",
          clock: "acknowledge",
          threshold: "over",
        })),
      },
    ],
  ];
  test.each(TABLE)("%s", (_name, group, waiting, replaced, params) => {
    const one = caughtUp(group, waiting, NOW);
    expect(one === null ? null : one.replaced.map((mail) => waiting.indexOf(mail))).toEqual(replaced);
    if (params) expect(one?.mail.params).toMatchObject(params);
    if (replaced) expect(one?.createdAt).toEqual(waiting[replaced.at(-1) ?? 0]?.createdAt);
  });

  test("tells every event once, however often it is put together again", () => {
    const what = fc.constantFrom<ReporterWhat>("message", "status", "question", "credit");
    const events = fc.array(fc.tuple(what, fc.integer({ min: OVERDUE, max: 5000 })), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(events, fc.nat(), (given, at) => {
        const waiting = given.sort((a, b) => b[1] - a[1]).map(([one, minutes]) => news(one, minutes));
        const cut = 2 + (at % (waiting.length - 1));
        const first = caughtUp("report", waiting.slice(0, cut), NOW);
        if (first === null) throw new Error("two that are overdue are told together");
        const again = { ...first.mail, createdAt: first.createdAt } as Waiting;
        const last = cut < waiting.length ? caughtUp("report", [again, ...waiting.slice(cut)], NOW)?.mail : first.mail;
        const told = last?.template === "report_news" ? (last.params.told ?? []) : [];
        expect(told).toEqual(
          waiting.map(({ params, createdAt }) => ({
            what: "what" in params && params.what,
            at: createdAt.toISOString(),
          })),
        );
      }),
    );
  });
});

import { describe, expect, test } from "vitest";
import { reportEventSchema } from "../ledger/report-events";
import { endedText, OVERLAP_MS, RESUME_MS, readEnded, readSignal, resumesFrom, signalText, whatOf } from "./change";

const id = "0198a9a2-6f6e-7000-8000-0123456789ab";

describe("whatOf", () => {
  test.each([
    [{ type: "message.sent", messageId: "x", side: "staff" }, "message", "message"],
    [{ type: "message.edited", messageId: "x", side: "staff" }, "message", "message"],
    [{ type: "report.moved", move: "acknowledge", state: "acknowledged" }, "status", "status"],
    [{ type: "note.added", noteId: id }, null, "note"],
    [{ type: "report.seen" }, null, null],
    [{ type: "report.opened", role: "triager" }, "other", null],
    [{ type: "report.assigned", assigneeId: id }, null, "other"],
    [{ type: "report.restricted", readers: [id] }, null, "other"],
    [{ type: "attachment.opened", attachmentId: "x" }, null, "other"],
    [{ type: "report.assessed", by: "staff", severity: "high", vector: null, score: null, cwe: [] }, null, "other"],
  ] as const)("%o is %s to the reporter and %s to staff", (input, theirs, ours) => {
    const event = reportEventSchema.parse(input);
    expect([whatOf(event, "reporter"), whatOf(event, "staff")]).toEqual([theirs, ours]);
  });
});

describe("signals", () => {
  test.each([
    { kind: "events", reportId: id, from: 3, to: 12 },
    { kind: "seen", reportId: id, by: id },
    { kind: "presence", reportId: id, by: null },
  ] as const)("%o travels as text of ids and numbers", (signal) => {
    expect(readSignal(signalText(signal))).toEqual(signal);
  });

  test("the end of sessions is one of a person, and none of a report", () => {
    expect([readEnded(endedText(id)), readSignal(endedText(id))]).toEqual([id, null]);
    for (const text of ["ended", "ended x", `ended ${id} `, `seen ${id} -`]) expect(readEnded(text)).toBeNull();
  });

  test.each([
    "",
    "events",
    `other ${id} 1-2`,
    `events ${id} x-y`,
    `seen ${id} 1-2`,
    `events ${id} -`,
    `x\nevents ${id} 1-2`,
  ])("%j is none", (text) => expect(readSignal(text)).toBeNull());
});

describe("resumesFrom", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  const ago = (ms: number) => String(now.getTime() - ms);
  test.each([
    ["a first stream", null, "new"],
    ["a moment ago", ago(1000), new Date(now.getTime() - 1000 - OVERLAP_MS)],
    ["just within the time", ago(RESUME_MS), new Date(now.getTime() - RESUME_MS - OVERLAP_MS)],
    ["too long ago", ago(RESUME_MS + 1), null],
    ["in the future", ago(-1), null],
    ["no instant", "12", null],
    ["something else", "x'; --", null],
  ])("%s", (_name, last, expected) => expect(resumesFrom(last, now)).toEqual(expected));
});

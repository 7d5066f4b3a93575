import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Database } from "@/db/client";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import type { Signal } from "../change";
import { listen } from "../hub/queries";
import { changesFor } from "../queries";
import { eventStream, holderOf, OF_ONE, takePlace } from "./queries";

const database = await testDatabase();
const db = database.app;
/** What one process keeps for itself. */
const process1 = globalThis as typeof globalThis & { portalHub?: unknown };
const stops: (() => void)[] = [];
let smile: TestProgram;
let ann: Actor & { kind: "researcher" };
let triager: Actor & { kind: "staff" };
let reference: string;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

beforeEach(async () => {
  ({ reference } = await sendReport(as(db, ann), smile.policy));
});

afterAll(() => {
  for (const stop of stops) stop();
});

/** An open stream whose browser is, by now, whoever `person.now` says. */
function opened(actor: Actor, person: { now: Actor }) {
  let left = 0;
  const stream = eventStream({
    ctx: as(db, actor),
    again: async () => person.now,
    greeting: (say) => say("ready", {}),
    instant: Date.now,
    leave: () => {
      left += 1;
    },
  });
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  stops.push(() => void reader.cancel().catch(() => undefined));
  return {
    left: () => left,
    text: () => text,
    /** Reads on until this stands there; false when the stream ends before. */
    async until(words: string): Promise<boolean> {
      while (!text.includes(words)) {
        const { done, value } = await reader.read();
        if (done) return false;
        text += decoder.decode(value, { stream: true });
      }
      return true;
    },
    ended: async () => (await reader.read()).done,
  };
}

describe("a stream", () => {
  test("says what changes to whoever reads the report, and ends with its session before it says more", async () => {
    const person: { now: Actor } = { now: ann };
    const stream = opened(ann, person);
    expect(await stream.until("event: ready")).toBe(true);
    await sendMessage(as(db, triager), reference, { text: "One." });
    expect(await stream.until('"what":"message"')).toBe(true);

    // Signed out, or deactivated: the next thing that happens is not told any more.
    person.now = { kind: "anonymous" };
    await sendMessage(as(db, triager), reference, { text: "Two." });
    expect(await stream.until("event: ended")).toBe(true);
    expect(stream.text().match(/"what":"message"/g)).toHaveLength(1);
    expect(await stream.ended()).toBe(true);
    expect(stream.left()).toBe(1);
  });

  test("of a member of staff whose roles end says nothing of what they read before", async () => {
    const person: { now: Actor } = { now: triager };
    const stream = opened(triager, person);
    await stream.until("event: ready");
    person.now = { kind: "researcher", accountId: triager.accountId };
    await addNote(as(db, triager), reference, { text: "Between us." });
    const own = await sendReport(as(db, { kind: "researcher", accountId: triager.accountId }), smile.policy);
    expect(await stream.until(own.reference)).toBe(true);
    expect(stream.text()).not.toContain(reference);
  });

  test("is one of a few that one person may have open; what is given back can be taken again", () => {
    const holder = holderOf(ann) ?? "";
    const places = Array.from({ length: OF_ONE }, () => takePlace(holder));
    expect(places.every((leave) => leave !== null)).toBe(true);
    expect(takePlace(holder)).toBeNull();
    expect(takePlace(holderOf(triager) ?? "")).not.toBeNull();
    places[0]?.();
    // Twice from one stream is once.
    places[0]?.();
    expect(takePlace(holder)).not.toBeNull();
    expect(takePlace(holder)).toBeNull();
    expect(holderOf({ kind: "anonymous" })).toBeNull();
  });
});

test("two processes on one database tell each other's listeners, each through its own connection", async () => {
  const other = connect(database.appUrl, { max: 2, name: "another process" });
  const listening = async (on: Database) => {
    const got: string[] = [];
    const hear = async (signals: Signal[]) => {
      for (const { reference: of, what } of await changesFor(as(on, triager), signals)) got.push(`${of} ${what}`);
    };
    const missed = () => got.push("anew");
    stops.push(await listen(on, { actor: triager, hear: (signals) => void hear(signals), missed }));
    return got;
  };
  const first = await listening(db);
  const kept = process1.portalHub;
  process1.portalHub = undefined;
  try {
    const second = await listening(other);
    await sendMessage(as(db, ann), reference, { text: "From one process." });
    await expect.poll(() => [first, second].map((got) => got.includes(`${reference} message`))).toEqual([true, true]);
    await addNote(as(other, triager), reference, { text: "From the other." });
    await expect.poll(() => [first, second].map((got) => got.includes(`${reference} note`))).toEqual([true, true]);
  } finally {
    process1.portalHub = kept;
    await other.$client.end();
  }
});

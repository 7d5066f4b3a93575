import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, type Database } from "@/db/client";
import { sessions } from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { deleteAccount } from "@/lib/accounts/deletion/mutations";
import { endSession, signOut, signOutEverywhere } from "@/lib/accounts/mutations/sign-out";
import { PASSWORD, withPassword } from "@/lib/accounts/password.test-data";
import type { Actor } from "@/lib/auth/policy";
import { actorOfToken } from "@/lib/auth/session";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { hashToken, newToken } from "@/lib/vault/lookup";
import type { Signal } from "../change";
import { listen } from "../hub/queries";
import { changesFor } from "../queries";
import { eventStream, holderOf, OF_ONE, takePlace } from "./queries";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
const database = await testDatabase();
const db = database.app;
/** What one process keeps for itself. */
const process1 = globalThis as typeof globalThis & { portalHub?: unknown };
const stops: (() => void)[] = [];
let smile: TestProgram;
let ann: Actor & { kind: "researcher" };
let bob: Actor & { kind: "researcher" };
let triager: Actor & { kind: "staff" };
let reference: string;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

beforeEach(async () => {
  ann = await withPassword(db, await newResearcher(db));
  ({ reference } = await sendReport(as(db, ann), smile.policy));
});

afterAll(() => {
  for (const stop of stops) stop();
});

async function signedIn(actor: { accountId: string }): Promise<string> {
  const token = newToken();
  const at = new Date();
  const expiresAt = new Date(at.getTime() + 3_600_000);
  const session = { accountId: actor.accountId, createdAt: at, lastSeenAt: at, expiresAt, device: "Test" };
  await db.insert(sessions).values({ tokenHash: hashToken(token), ...session });
  return token;
}
const sessionHandle = (token: string) => hashToken(token).toString("hex").slice(0, 16);

/** An open stream whose browser is, by now, whoever `person.now` says. */
const opened = (actor: Actor, person: { now: Actor }) => openedAs(actor, async () => person.now);
/** An open stream of a browser with this session. */
const openedBy = (token: string, actor: Actor) => openedAs(actor, () => actorOfToken(db, token, { background: true }));

function openedAs(actor: Actor, again: () => Promise<Actor>) {
  let left = 0;
  const stream = eventStream({
    ctx: as(db, actor),
    again,
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

  test.each([
    ["signing out", (token: string) => signOut(as(db, ann), { token })],
    ["signing out everywhere", () => signOutEverywhere(as(db, ann))],
    ["ending it in the list", (token: string) => endSession(as(db, ann), { handle: sessionHandle(token) })],
    ["deleting the account", () => deleteAccount(as(db, ann), { password: PASSWORD })],
  ])("ends at once by %s, and nobody else's does", async (_name, end) => {
    const [mine, bobs] = [await signedIn(ann), await signedIn(bob)];
    const [stream, other] = [openedBy(mine, ann), openedBy(bobs, bob)];
    expect([await stream.until("event: ready"), await other.until("event: ready")]).toEqual([true, true]);
    await end(mine);
    expect(await stream.until("event: ended")).toBe(true);
    expect([await stream.ended(), stream.left()]).toEqual([true, 1]);
    await sendMessage(as(db, triager), (await sendReport(as(db, bob), smile.policy)).reference, { text: "Hello." });
    expect(await other.until('"what":"message"')).toBe(true);
    expect(other.text()).not.toContain("event: ended");
  });

  test("goes on when another session of the same person ends", async () => {
    const [kept, gone] = [await signedIn(ann), await signedIn(ann)];
    const stream = openedBy(kept, ann);
    await stream.until("event: ready");
    await signOut(as(db, ann), { token: gone });
    await sendMessage(as(db, triager), reference, { text: "Still there?" });
    expect(await stream.until('"what":"message"')).toBe(true);
    expect(stream.text()).not.toContain("event: ended");
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
    const sessionsEnded = () => got.push("ended");
    stops.push(await listen(on, { actor: triager, hear: (signals) => void hear(signals), missed, sessionsEnded }));
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

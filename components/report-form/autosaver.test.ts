// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { autosaver, SAVE_AFTER_MS, type SaveState } from "./autosaver";

const sent: { at: number; data: FormData; keepalive: boolean | undefined }[] = [];
const states: SaveState[] = [];
let answers: (() => Promise<Response> | Response)[];
let online = true;

const ok = () => Response.json({ savedAt: "2026-11-29T03:02:00.000Z" });
const refusal = (status: number, message = "no") => Response.json({ message }, { status });
const broken = () => Promise.reject(new TypeError("network"));

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  sent.length = 0;
  states.length = 0;
  answers = [];
  online = true;
  vi.stubGlobal("navigator", {
    get onLine() {
      return online;
    },
  });
  vi.stubGlobal("FormData", globalThis.FormData);
  vi.stubGlobal("fetch", (_url: string, { body, keepalive }: { body: FormData; keepalive?: boolean }) => {
    sent.push({ at: Date.now(), data: body, keepalive });
    return Promise.resolve((answers.shift() ?? ok)());
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function begin() {
  const fields = new FormData();
  fields.set("title", "typed");
  const own = globalThis.FormData;
  // The only thing asked of the form is its data.
  vi.stubGlobal(
    "FormData",
    class extends own {
      constructor() {
        super();
        for (const [name, value] of fields) this.append(name, value);
      }
    },
  );
  const form = {} as HTMLFormElement;
  return autosaver({ url: "/autosave", form, tab: "tab", onState: (state) => states.push(state) });
}

const seqs = () => sent.map(({ data }) => Number(data.get("_seq")));

describe("saving while one writes", () => {
  test("leaves at most 2 s after the first unsaved keystroke, however fast one types on", async () => {
    const saver = begin();
    for (let at = 0; at < 6000; at += 100) {
      saver.changed();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(SAVE_AFTER_MS).toBeLessThan(2000);
    expect(sent.map(({ at }) => at)[0]).toBe(SAVE_AFTER_MS);
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(2000);
    await vi.advanceTimersByTimeAsync(2000);
    expect(saver.isDirty()).toBe(false);
    expect(states.at(-1)).toEqual({ kind: "saved", at: "2026-11-29T03:02:00.000Z" });
  });

  test("has one request under way at a time, each with a higher count", async () => {
    const saver = begin();
    let arrive: (value: Response) => void = () => {};
    answers = [() => new Promise<Response>((resolve) => (arrive = resolve))];
    saver.changed();
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    saver.changed();
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
    arrive(ok());
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(2);
    expect(seqs()).toEqual([1, 2]);
    expect(saver.nextSeq()).toBe(3);
  });

  test("tries again with growing patience, at once when the network is back, and loses nothing", async () => {
    const saver = begin();
    answers = [broken, broken, () => refusal(503), ok];
    online = false;
    saver.changed();
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(states.at(-1)).toEqual({ kind: "offline" });
    online = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(states.at(-1)).toEqual({ kind: "retrying" });
    await vi.advanceTimersByTimeAsync(4000);
    expect(sent).toHaveLength(3);
    expect(saver.isDirty()).toBe(true);
    saver.online();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(4);
    expect(saver.isDirty()).toBe(false);
  });

  test("waits while Continue is under way, and takes up what that did not keep", async () => {
    const saver = begin();
    saver.changed();
    saver.pause(true);
    expect(saver.isDirty()).toBe(false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([]);
    saver.pause(false);
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(sent).toHaveLength(1);
  });

  test.each([
    [409, "conflict"],
    [401, "signed-out"],
  ] as const)("after %i it overwrites nothing and waits for a person", async (status, kind) => {
    const saver = begin();
    answers = [() => refusal(status)];
    saver.changed();
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(states.at(-1)).toEqual({ kind });
    saver.changed();
    saver.flush();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    expect(saver.isDirty()).toBe(true);
  });

  test("what cannot be kept is said, and tried again once it was changed", async () => {
    const saver = begin();
    answers = [() => refusal(422, "Remove the invisible characters that cannot be stored")];
    saver.changed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toEqual([{ kind: "refused", message: "Remove the invisible characters that cannot be stored" }]);
    saver.changed();
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(states.at(-1)?.kind).toBe("saved");
  });

  test("a page that goes away sends what is left in a request that outlives it", async () => {
    const saver = begin();
    saver.changed();
    saver.flush();
    saver.stop();
    expect(sent[0]?.keepalive).toBe(true);
    expect(sent[0]?.data.get("title")).toBe("typed");
  });
});

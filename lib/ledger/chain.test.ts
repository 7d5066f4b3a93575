import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChainedEvent, eventHash, GENESIS, type HashedEvent, verifyChain } from "./chain";

const REPORT = "0197a3c0-0000-7000-8000-000000000001";
const STREAM = `report:${REPORT}`;

function chainOf(payloads: readonly { type: string }[], stream = STREAM): ChainedEvent[] {
  let prevHash: Buffer = GENESIS;
  return payloads.map((payload, index) => {
    const event: HashedEvent = {
      stream,
      seq: index + 1,
      at: new Date(Date.UTC(2025, 5, 24, 22, 0, index)).toISOString(),
      actorKind: "staff",
      actorId: "0197a3c0-0000-7000-8000-00000000000a",
      payload,
    };
    const hash = eventHash(prevHash, event);
    const row = { ...event, type: payload.type, reportId: REPORT, prevHash, hash };
    prevHash = hash;
    return row;
  });
}

function headOf(events: readonly ChainedEvent[]) {
  const last = events.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: GENESIS };
}

const payloads = fc.array(
  fc.record({ type: fc.constantFrom("a", "b", "c"), detail: fc.jsonValue({ stringUnit: "binary" }) }),
  { minLength: 1, maxLength: 12 },
);

describe("eventHash", () => {
  const event: HashedEvent = {
    stream: "system",
    seq: 1,
    at: "2025-06-24T22:00:00.000Z",
    actorKind: "system",
    actorId: null,
    payload: { type: "account.created" },
  };

  test("is SHA-256 over the previous hash and the canonical bytes", () => {
    const bytes =
      '{"actorId":null,"actorKind":"system","at":"2025-06-24T22:00:00.000Z",' +
      '"payload":{"type":"account.created"},"seq":1,"stream":"system"}';
    const own = createHash("sha256").update(Buffer.alloc(32)).update(bytes).digest("hex");
    expect(eventHash(GENESIS, event).toString("hex")).toBe(own);
  });

  test.each([
    ["stream", { stream: "program:1" }],
    ["seq", { seq: 2 }],
    ["at", { at: "2025-06-24T22:00:00.001Z" }],
    ["actorKind", { actorKind: "staff" }],
    ["actorId", { actorId: "x" }],
    ["payload", { payload: { type: "account.confirmed" } }],
  ])("depends on %s", (_, change) => {
    expect(eventHash(GENESIS, { ...event, ...change }).equals(eventHash(GENESIS, event))).toBe(false);
  });

  test("depends on the previous hash and refuses one of another length", () => {
    expect(eventHash(Buffer.alloc(32, 1), event).equals(eventHash(GENESIS, event))).toBe(false);
    expect(() => eventHash(Buffer.alloc(31), event)).toThrow(TypeError);
  });
});

describe("verifyChain", () => {
  test("accepts every chain that was appended in order, and names its head", () => {
    fc.assert(
      fc.property(payloads, (given) => {
        const events = chainOf(given);
        const head = headOf(events);
        expect(verifyChain(events, { head })).toEqual({
          ok: true,
          length: events.length,
          head: Buffer.from(head.hash).toString("hex"),
        });
      }),
    );
  });

  test("accepts an empty stream only with an empty head", () => {
    expect(verifyChain([], { head: { seq: 0, hash: GENESIS } })).toMatchObject({ ok: true, length: 0 });
    expect(verifyChain([], { head: headOf(chainOf([{ type: "a" }])) })).toMatchObject({ ok: false, firstBadSeq: 1 });
  });

  test("names the first changed event, whatever changed in it", () => {
    const changes: ((event: ChainedEvent) => ChainedEvent)[] = [
      (event) => ({ ...event, stream: "system" }),
      (event) => ({ ...event, at: "2020-01-01T00:00:00.000Z" }),
      (event) => ({ ...event, actorKind: "system" }),
      (event) => ({ ...event, actorId: null }),
      (event) => ({ ...event, payload: { ...event.payload, type: "z" } }),
      (event) => ({ ...event, payload: Object.assign({}, event.payload, { added: 1 }) }),
      (event) => ({ ...event, type: "z" }),
      (event) => ({ ...event, reportId: "0197a3c0-0000-7000-8000-000000000002" }),
      (event) => ({ ...event, prevHash: Buffer.alloc(32, 7) }),
      (event) => ({ ...event, hash: Buffer.alloc(32, 7) }),
    ];
    fc.assert(
      fc.property(payloads, fc.nat(), fc.constantFrom(...changes), (given, pick, change) => {
        const events = chainOf(given);
        // The first event says which stream it is, so a changed stream there shows in its hash.
        const index = pick % events.length;
        const changed = events.map((event, position) => (position === index ? change(event) : event));
        expect(verifyChain(changed, { head: headOf(events) })).toMatchObject({ ok: false, firstBadSeq: index + 1 });
      }),
    );
  });

  test("notices a removed event at any position, the last one by the head", () => {
    fc.assert(
      fc.property(payloads, fc.nat(), (given, pick) => {
        const events = chainOf(given);
        const index = pick % events.length;
        const rest = events.filter((_, position) => position !== index);
        expect(verifyChain(rest, { head: headOf(events) })).toMatchObject({ ok: false, firstBadSeq: index + 1 });
      }),
    );
  });

  test("notices reordered events", () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.nat(), (given, a, b) => {
        const events = chainOf(given);
        const [first, second] = [a % events.length, b % events.length].sort((x, y) => x - y) as [number, number];
        fc.pre(first !== second);
        const order = events.map((_, index) => (index === first ? second : index === second ? first : index));
        const swapped = order.flatMap((index) => events.slice(index, index + 1));
        expect(verifyChain(swapped, { head: headOf(events) })).toMatchObject({ ok: false, firstBadSeq: first + 1 });
      }),
    );
  });

  test("notices a rewritten tail by the head", () => {
    const events = chainOf([{ type: "a" }, { type: "b" }, { type: "c" }]);
    const forged = chainOf([{ type: "a" }, { type: "b" }, { type: "x" }]);
    expect(verifyChain(forged)).toMatchObject({ ok: true });
    expect(verifyChain(forged, { head: headOf(events) })).toMatchObject({
      ok: false,
      firstBadSeq: 3,
      reason: "the head does not match the last event",
    });
    expect(verifyChain(events, { head: headOf(events.slice(0, 2)) })).toMatchObject({ ok: false, firstBadSeq: 3 });
  });

  test("continues by pages as in one walk", () => {
    const events = chainOf([{ type: "a" }, { type: "b" }, { type: "c" }, { type: "d" }]);
    const [, second] = events;
    const after = { stream: STREAM, seq: second?.seq ?? 0, hash: second?.hash ?? GENESIS };
    expect(verifyChain(events.slice(2), { after, head: headOf(events) })).toEqual(verifyChain(events));
    expect(verifyChain(events.slice(3), { after })).toMatchObject({ ok: false, firstBadSeq: 3 });
    expect(verifyChain(events.slice(2), { after: { ...after, stream: "system" } })).toMatchObject({ firstBadSeq: 3 });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LedgerEvent } from "../ledger/catalogue";
import { payloadOf, webhookEventOf } from "./events";
import { judgeTry, TRIES, WHOLE_SCHEDULE_MS } from "./schedule";
import { newMessageId, newSecret, signedHeaders } from "./signature";
import { WEBHOOK_EVENTS } from "./vocabulary";
import { outcomeWords, PAUSE_WORDS, WEBHOOK_EVENT_WORDS } from "./words";

describe("a signature of Standard Webhooks (SR-07)", () => {
  /** The vector that the specification's own libraries are tested with. */
  const vector = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    body: '{"test": 2432232314}',
    secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    at: new Date(1_614_265_330_000),
  };

  test("is the published one", () => {
    expect(signedHeaders(vector)).toEqual({
      "webhook-id": vector.id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("is another for another byte, id, time or secret; two secrets sign beside one another", () => {
    const signature = (change: Partial<typeof vector>) => signedHeaders({ ...vector, ...change })["webhook-signature"];
    const own = signature({});
    const others = [
      signature({ body: '{"test":2432232314}' }),
      signature({ id: "msg_p5jXN8AQM9LWM0D4loKWxJel" }),
      signature({ at: new Date(1_614_265_331_000) }),
      signature({ secrets: [newSecret()] }),
    ];
    expect(new Set([own, ...others]).size).toBe(5);
    const next = newSecret();
    expect(signature({ secrets: [next, ...vector.secrets] })).toBe(`${signature({ secrets: [next] })} ${own}`);
  });

  test("secrets have 32 bytes and differ, as ids do", () => {
    const secret = newSecret();
    expect(Buffer.from(secret.replace("whsec_", ""), "base64")).toHaveLength(32);
    expect(newSecret()).not.toBe(secret);
    expect(newMessageId()).toMatch(/^msg_[\w-]{24}$/);
    expect(newMessageId()).not.toBe(newMessageId());
  });
});

describe("what follows from a try", () => {
  const minutes = (ms: number) => ms / 60_000;

  test("ten tries in 75 hours and 35 minutes, each a little later than its time at most", () => {
    const waits = Array.from({ length: 12 }, (_, tries) => judgeTry(500, tries + 1, 0)).flatMap((judged) =>
      judged.kind === "again" ? [minutes(judged.inMs)] : [],
    );
    expect(waits).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440]);
    expect(TRIES).toBe(10);
    expect(minutes(WHOLE_SCHEDULE_MS)).toBeCloseTo(75 * 60 + 35 + 5 / 60);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const [least, judged] = [judgeTry(null, tries, 0), judgeTry(null, tries, random)];
        if (least.kind !== "again" || judged.kind !== "again") return false;
        return judged.inMs >= least.inMs && judged.inMs <= least.inMs * 1.1 + 1;
      }),
    );
  });

  test("2xx is delivered, 410 ends it, a redirect and everything else is a failure (SR-03)", () => {
    for (const status of [200, 202, 204, 299]) expect(judgeTry(status, 1, 0)).toEqual({ kind: "delivered" });
    expect(judgeTry(410, 1, 0)).toEqual({ kind: "gone" });
    for (const status of [100, 301, 302, 307, 308, 400, 404, 429, 500, 503, null]) {
      expect(judgeTry(status, 1, 0)).toMatchObject({ kind: "again" });
      expect(judgeTry(status, TRIES, 0)).toEqual({ kind: "over" });
    }
  });
});

describe("what an endpoint is told", () => {
  test("ids, a type and a time: nothing else has a place in it (SR-08)", () => {
    const told = { type: "report.received", at: "2026-03-02T15:00:00.000Z", program: "smile", report: "SDH-7K3F-9QX6" };
    expect(JSON.parse(payloadOf(told))).toEqual({
      type: "report.received",
      timestamp: "2026-03-02T15:00:00.000Z",
      data: { program: "smile", report: "SDH-7K3F-9QX6" },
    });
    expect(JSON.parse(payloadOf({ ...told, report: null })).data).toEqual({ program: "smile" });
  });

  test("notes, ratings, readers and what is sealed are nobody's outside", () => {
    const inside: LedgerEvent[] = [
      { type: "note.added", noteId: "00000000-0000-7000-8000-000000000000" },
      { type: "report.assessed", by: "staff", severity: "high", vector: null, score: null, cwe: [] },
      { type: "report.restricted", readers: ["00000000-0000-7000-8000-000000000000"] },
      { type: "report.seen" },
      { type: "report.opened", role: "privacy_officer", clocks: [] },
      { type: "clock.overdue", clock: "exposure_alert", run: 1, due: "2026-03-02T15:00:00.000Z" },
    ];
    for (const event of inside) expect(webhookEventOf(event), event.type).toBeNull();
    const written = (side: "reporter" | "staff"): LedgerEvent => ({
      type: "message.sent",
      messageId: "m",
      side,
      clocks: [],
    });
    expect(webhookEventOf(written("reporter"))).toBe("message.received");
    expect(webhookEventOf(written("staff"))).toBe("message.sent");
    expect(webhookEventOf({ type: "report.released" })).toBe("report.received");
  });

  test("every event and every outcome has words", () => {
    expect(Object.keys(WEBHOOK_EVENT_WORDS)).toEqual([...WEBHOOK_EVENTS]);
    expect(Object.keys(PAUSE_WORDS)).toEqual(["by_hand", "failing", "gone"]);
    expect(["302", "404", "timeout", null].map(outcomeWords)).toEqual([
      "302: a redirect, which is not followed",
      "404",
      "No answer in 15 seconds",
      "Not tried yet",
    ]);
  });
});

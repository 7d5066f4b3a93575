import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { events, mails, reports, webhookDeliveries, webhookEndpoints } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import type { Jobs } from "@/lib/jobs/enqueue";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { releaseToTriage, sendNotice } from "@/lib/reports/mutations/urgent";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import { announceEvents, clearDeliveries } from "./mutations/announce";
import { replayDelivery, testEndpoint } from "./mutations/by-hand";
import {
  addEndpoint,
  changeEndpoint,
  changeSecret,
  pauseEndpoint,
  removeEndpoint,
  resumeEndpoint,
} from "./mutations/change";
import { deliverWebhook } from "./mutations/deliver";
import { webhookEndpoint, webhookRoom } from "./queries";
import { endpointPlace } from "./records";
import { signedHeaders } from "./signature";
import { WEBHOOK_EVENTS } from "./vocabulary";

type Received = { headers: Record<string, string>; body: string };
const received: Received[] = [];
let status = 204;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
  response.writeHead(status, { Location: "http://169.254.169.254/", "X-Secret": "CANARY of the receiver" });
  response.end("CANARY of the receiver");
});
await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
vi.stubEnv("APP_URL", "https://portal.example.org");
vi.stubEnv("OUTBOUND_ALLOW", origin);

const database = await testDatabase();
const db = database.app;
const url = `${origin}/hook?key=CANARY-of-the-address`;

let smile: TestProgram;
let cardihab: TestProgram;
let admin: Actor;
let triager: Actor;
let ann: Actor;

const steppedUp = (actor: Actor): Actor => (actor.kind === "staff" ? { ...actor, steppedUp: true } : actor);

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  admin = steppedUp(await newStaff(db, smile, "admin"));
  triager = await newStaff(db, smile, "triager");
  ann = await newResearcher(db);
});
afterAll(() => new Promise((done) => receiver.close(done)));

beforeEach(async () => {
  received.length = 0;
  status = 204;
  await inTransaction(systemAt(db), (tx) => tx.db.delete(webhookEndpoints));
  await db.execute(sql`delete from graphile_worker._private_jobs`);
});

const add = (actor: Actor = admin, events: readonly (typeof WEBHOOK_EVENTS)[number][] = WEBHOOK_EVENTS) =>
  addEndpoint(as(db, actor), { programSlug: smile.slug, url, events });

/** Promised jobs of one kind, taken from the queue. */
async function taken<N extends keyof Jobs>(name: N): Promise<Jobs[N][]> {
  const rows = await db.execute<{ payload: Jobs[N] }>(sql`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = ${name} returning j.id, j.payload`);
  return rows.map(({ payload }) => payload);
}

/** Does what the worker would, until nothing is due at once. */
async function work(at?: Date): Promise<void> {
  const ctx = systemAt(db, at);
  for (const job of await taken("announce_events")) await announceEvents(ctx, job);
  for (const { deliveryId } of await taken("deliver_webhook")) await deliverWebhook(ctx, deliveryId);
}

const stored = () =>
  inTransaction(systemAt(db), (tx) => tx.db.select().from(webhookDeliveries).orderBy(webhookDeliveries.id));
const endpointRow = async (publicId: string) =>
  (await db.select().from(webhookEndpoints)).find((row) => row.publicId === publicId);
const typesSent = () => received.map(({ body }) => JSON.parse(body).type as string);

describe("an event of the ledger", () => {
  test("reaches the endpoint signed, and says ids, a type and a time (SR-07, SR-08)", async () => {
    const { secret } = await add();
    const { reference } = await sendReport(as(db, ann), smile.policy, { title: "CANARY of a title, nothing else" });
    await moveReport(as(db, triager), reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
    await sendMessage(as(db, triager), reference, { text: "CANARY of a message" });
    await sendMessage(as(db, ann), reference, { text: "CANARY of a reply" });
    await addNote(as(db, triager), reference, { text: "CANARY of a note" });
    await work();
    expect(typesSent()).toEqual(["report.received", "report.moved", "message.sent", "message.received"]);
    const ids = received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(4);
    for (const { headers, body } of received) {
      const id = headers["webhook-id"] ?? "";
      const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
      expect(headers["webhook-signature"]).toBe(
        signedHeaders({ id, body, secrets: [secret], at })["webhook-signature"],
      );
      expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(60_000);
      expect(headers["content-type"]).toBe("application/json");
      const said = JSON.parse(body);
      expect(Object.keys(said)).toEqual(["type", "timestamp", "data"]);
      expect(said.data).toEqual({ program: smile.slug, report: reference });
      expect(JSON.stringify({ headers, body })).not.toMatch(/CANARY of|quietmoth|example\.org/);
    }
    const rows = await stored();
    expect(rows.every(({ deliveredAt, tries, outcome }) => deliveredAt && tries === 1 && outcome === "204")).toBe(true);
    expect(
      (await endpointRow((await webhookRoom(as(db, admin), smile.slug)).endpoints[0]?.id ?? ""))?.succeededAt,
    ).not.toBeNull();
  });

  test("is promised with the event or not at all, and told once however often its job runs", async () => {
    await add();
    const before = (await db.execute(sql`select 1 from graphile_worker._private_jobs`)).length;
    await expect(
      inTransaction(systemAt(db), async (tx) => {
        const { recordProgramEvent } = await import("@/lib/ledger/record");
        await recordProgramEvent(tx, smile.id, { type: "policy.published", version: "9", hash: "x", supersedes: null });
        throw new Error("the act failed");
      }),
    ).rejects.toThrow("the act failed");
    expect((await db.execute(sql`select 1 from graphile_worker._private_jobs`)).length).toBe(before);

    await sendReport(as(db, ann), smile.policy);
    const [job] = await taken("announce_events");
    if (!job) throw new Error("no event was promised");
    await Promise.all([announceEvents(systemAt(db), job), announceEvents(systemAt(db), job)]);
    expect(await stored()).toHaveLength(1);
    const [delivery] = await stored();
    await Promise.all([1, 2].map(() => deliverWebhook(systemAt(db), delivery?.id ?? "")));
    await deliverWebhook(systemAt(db), delivery?.id ?? "");
    // At least once; a receiver tells a repetition by its id.
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(received.length).toBeLessThanOrEqual(2);
  });

  test("goes to endpoints of its own program that want it, and costs nothing where there is none", async () => {
    const there = await newStaff(db, cardihab, "admin");
    await sendReport(as(db, ann), cardihab.policy);
    expect(await taken("announce_events")).toEqual([]);
    await addEndpoint(as(db, steppedUp(there)), { programSlug: cardihab.slug, url, events: ["report.moved"] });
    await sendReport(as(db, ann), cardihab.policy);
    await sendReport(as(db, ann), smile.policy);
    await work();
    expect(received).toEqual([]);
  });

  test("of a sealed or restricted report is told to nobody; of a released notice it is told then", async () => {
    await add();
    const answers = { exposed: "yes", summary: "A list of patients is open." };
    const { reference } = await sendNotice(as(db, visitor), { programSlug: smile.slug, answers, key: newToken() });
    await work();
    expect(await stored()).toEqual([]);
    const officer = await newStaff(db, smile, "privacy_officer");
    await releaseToTriage(as(db, officer), reference);
    await work();
    expect(typesSent()).toContain("report.received");

    const second = await sendReport(as(db, ann), smile.policy);
    // Restricted after it was promised and before it was sent.
    for (const job of await taken("announce_events")) await announceEvents(systemAt(db), job);
    await inTransaction(systemAt(db), (tx) =>
      tx.db
        .update(reports)
        .set({ readers: [v7()] })
        .where(sql`reference = ${second.reference}`),
    );
    received.length = 0;
    await work();
    expect(received).toEqual([]);
    const withheld = (await stored()).filter(({ outcome }) => outcome === "withheld");
    expect(withheld.map(({ gaveUpAt }) => gaveUpAt !== null)).toEqual([true]);
    await inTransaction(systemAt(db), (tx) =>
      tx.db.update(reports).set({ readers: null }).where(sql`reference = ${second.reference}`),
    );
  });
});

describe("a receiver that fails", () => {
  test("is tried ten times with the same id and bytes, then paused; its admins are told (SR-03, SR-12, CC-09)", async () => {
    const { endpoint } = await add();
    await sendReport(as(db, ann), smile.policy);
    for (const job of await taken("announce_events")) await announceEvents(systemAt(db), job);
    const [delivery] = await stored();
    for (const answer of [500, 302, 404, 503, 301, 307, 308, 429, 500, 500]) {
      status = answer;
      expect(await taken("deliver_webhook")).toEqual([{ deliveryId: delivery?.id }]);
      await deliverWebhook(systemAt(db), delivery?.id ?? "");
    }
    expect(await taken("deliver_webhook")).toEqual([]);
    expect(received).toHaveLength(10);
    expect(new Set(received.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`)).size).toBe(1);
    const [row] = await stored();
    expect(row).toMatchObject({ tries: 10, outcome: "500", deliveredAt: null, nextAt: null });
    expect(row?.gaveUpAt).not.toBeNull();
    expect(await endpointRow(endpoint)).toMatchObject({ pausedBecause: "failing" });
    const told = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(sql`template = 'webhook_paused'`),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told.some(({ accountId }) => admin.kind === "staff" && accountId === admin.accountId)).toBe(true);
    // The log knows what came back by a number alone.
    const { log } = await webhookEndpoint(as(db, admin), endpoint);
    expect(JSON.stringify(log)).not.toMatch(/CANARY|whsec_|169\.254/);
  });

  test("is stopped at once by 410, and what happens meanwhile waits for the one who resumes it", async () => {
    const { endpoint } = await add();
    status = 410;
    await sendReport(as(db, ann), smile.policy);
    await work();
    expect(await endpointRow(endpoint)).toMatchObject({ pausedBecause: "gone" });
    await sendReport(as(db, ann), smile.policy);
    await work();
    expect(received).toHaveLength(1);
    status = 200;
    const { version } = (await endpointRow(endpoint)) ?? { version: 0 };
    expect(await resumeEndpoint(as(db, admin), endpoint, { version })).toEqual({ waiting: 1 });
    await work();
    expect(received).toHaveLength(2);
    // What waited longer than tries go on is not sent by itself.
    const paused = await endpointRow(endpoint);
    await pauseEndpoint(as(db, admin), endpoint, { version: paused?.version ?? 0 });
    await sendReport(as(db, ann), smile.policy);
    await work();
    const later = new Date(Date.now() + 4 * 86_400_000);
    const again = await endpointRow(endpoint);
    expect(await resumeEndpoint(as(db, admin, later), endpoint, { version: again?.version ?? 0 })).toEqual({
      waiting: 0,
    });
    expect((await stored()).filter(({ gaveUpAt }) => gaveUpAt !== null)).toHaveLength(2);
  });

  test("a name that leads inside a day later is not called: judged at delivery too (SR-02, SR-09)", async () => {
    const { endpoint } = await add();
    await sendReport(as(db, ann), smile.policy);
    for (const job of await taken("announce_events")) await announceEvents(systemAt(db), job);
    const [delivery] = await stored();
    const { NotSent } = await import("@/lib/outbound/post");
    await deliverWebhook(systemAt(db), delivery?.id ?? "", () => Promise.reject(new NotSent("private_address")));
    expect((await stored())[0]).toMatchObject({ tries: 1, outcome: "private_address" });
    const { log } = await webhookEndpoint(as(db, admin), endpoint);
    expect(log[0]).toMatchObject({ state: "waiting", outcome: "private_address" });
  });
});

describe("an address that may no longer be called", () => {
  test.each(["inside", "https://localhost/hook"])(
    "%s: neither when it is tried again, nor by a test, nor by a replay (SR-01, SR-09)",
    async (where) => {
      let connected = 0;
      const inside = createServer((_request, response) => {
        connected += 1;
        response.end();
      });
      await new Promise<void>((done) => inside.listen(0, "127.0.0.1", done));
      const { endpoint } = await add();
      await sendReport(as(db, ann), smile.policy);
      await work();
      const message = received[0]?.headers["webhook-id"] ?? "";
      const { id } = (await endpointRow(endpoint)) ?? { id: "" };
      const now = where === "inside" ? `http://127.0.0.1:${(inside.address() as AddressInfo).port}/hook` : where;
      const urlSealed = sealWithRing(ring(), endpointPlace(id, "url"), now);
      await db.update(webhookEndpoints).set({ urlSealed });
      await testEndpoint(as(db, admin), endpoint);
      await replayDelivery(as(db, admin), endpoint, message);
      await sendReport(as(db, ann), smile.policy);
      await work();
      await work();
      expect([received.length, connected]).toEqual([1, 0]);
      const { log } = await webhookEndpoint(as(db, admin), endpoint);
      const refused = log.filter(({ outcome }) => outcome === "private_address");
      expect(refused.map(({ type }) => type).sort()).toEqual(["report.received", "report.received", "webhook.test"]);
      await new Promise((done) => inside.close(done));
    },
  );
});

describe("by hand", () => {
  test("a test reaches a paused endpoint once, and its outcome is in the log", async () => {
    const { endpoint } = await add();
    await pauseEndpoint(as(db, admin), endpoint, { version: 1 });
    status = 500;
    const { message } = await testEndpoint(as(db, admin), endpoint);
    await work();
    await work();
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([message]);
    const { log } = await webhookEndpoint(as(db, admin), endpoint);
    expect(log).toMatchObject([{ message, type: "webhook.test", state: "given_up", outcome: "500", tries: 1 }]);
  });

  test("an event is sent again under its own id", async () => {
    const { endpoint } = await add();
    await sendReport(as(db, ann), smile.policy);
    await work();
    const message = received[0]?.headers["webhook-id"] ?? "";
    await replayDelivery(as(db, admin), endpoint, message);
    await work();
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([message, message]);
    const other = await addEndpoint(as(db, admin), { programSlug: smile.slug, url, events: WEBHOOK_EVENTS });
    await expect(replayDelivery(as(db, admin), other.endpoint, message)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("setting it", () => {
  const written = { url: "https://10.0.0.1/hook", events: WEBHOOK_EVENTS };
  const inside = async () => [{ address: "10.0.0.1", family: 4 }];

  test("refuses addresses that are not to be called, at every way to save one (SR-01, SR-09)", async () => {
    const { endpoint } = await add();
    const ctx = as(db, admin);
    for (const bad of ["https://10.0.0.1/hook", "http://hooks.example.com/", "https://127.1/", "https://[::1]/"]) {
      const input = { ...written, url: bad };
      for (const attempt of [
        () => addEndpoint(ctx, { ...input, programSlug: smile.slug }),
        () => changeEndpoint(ctx, endpoint, { ...input, version: 1 }),
      ]) {
        await expect(attempt(), bad).rejects.toMatchObject({
          code: "INVALID",
          fieldErrors: { url: [expect.any(String)] },
        });
      }
    }
    const named = { ...written, url: "https://hooks.example.com/", programSlug: smile.slug };
    await expect(addEndpoint(ctx, named, inside)).rejects.toMatchObject({ code: "INVALID" });
    expect(await db.select().from(webhookEndpoints)).toHaveLength(1);
  });

  test("keeps address and secret sealed, shows the secret once, and signs by both while one is changed (SR-07)", async () => {
    const first = await add();
    const second = await changeSecret(as(db, admin), first.endpoint, { version: 1 });
    expect(second.secret).not.toBe(first.secret);
    const shown = JSON.stringify(await webhookEndpoint(as(db, admin), first.endpoint));
    expect(shown).not.toContain("whsec_");
    const raw = JSON.stringify(
      await db.execute(
        sql`select encode(url_sealed, 'escape') || encode(secret_sealed, 'escape') as raw from webhook_endpoints`,
      ),
    );
    expect(raw).not.toMatch(/CANARY-of|whsec_/);

    await testEndpoint(as(db, admin), first.endpoint);
    await work();
    const signatures = received[0]?.headers["webhook-signature"]?.split(" ") ?? [];
    expect(signatures).toHaveLength(2);
    const id = received[0]?.headers["webhook-id"] ?? "";
    const at = new Date(Number(received[0]?.headers["webhook-timestamp"]) * 1000);
    const body = received[0]?.body ?? "";
    expect(signatures.join(" ")).toBe(
      signedHeaders({ id, body, at, secrets: [second.secret, first.secret] })["webhook-signature"],
    );
    received.length = 0;
    await testEndpoint(as(db, admin), first.endpoint);
    const [job] = await taken("deliver_webhook");
    await deliverWebhook(
      as(db, { kind: "system", job: "test" }, new Date(Date.now() + 25 * 3_600_000)),
      job?.deliveryId ?? "",
    );
    expect(received[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  test("is for the program's admins with a second factor; auditors read hosts, nobody else knows of it", async () => {
    const { endpoint } = await add();
    const ctx = as(db, admin);
    const auditor = await newStaff(db, smile, "auditor");
    const seen = await webhookEndpoint(as(db, auditor), endpoint);
    expect(seen.endpoint).toMatchObject({ host: new URL(origin).host, url: null });
    expect(JSON.stringify(seen)).not.toContain("CANARY-of");

    const tries = (actor: Actor) => [
      () => addEndpoint(as(db, actor), { programSlug: smile.slug, url, events: WEBHOOK_EVENTS }),
      () => changeEndpoint(as(db, actor), endpoint, { url, events: WEBHOOK_EVENTS, version: 1 }),
      () => changeSecret(as(db, actor), endpoint, { version: 1 }),
      () => removeEndpoint(as(db, actor), endpoint, { version: 1 }),
    ];
    const others = (actor: Actor) => [
      () => pauseEndpoint(as(db, actor), endpoint, { version: 1 }),
      () => resumeEndpoint(as(db, actor), endpoint, { version: 1 }),
      () => testEndpoint(as(db, actor), endpoint),
      () => replayDelivery(as(db, actor), endpoint, "msg_000000000000000000000000"),
    ];
    for (const attempt of [...tries(auditor), ...others(auditor)])
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    const tired = await newStaff(db, smile, "admin");
    for (const attempt of tries(tired)) await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    const roles: StaffRole[] = ["triager", "coordinator", "policy_owner", "executive", "privacy_officer"];
    const strangers: Actor[] = [visitor, ann, steppedUp(await newStaff(db, cardihab, "admin"))];
    for (const role of roles) strangers.push(steppedUp(await newStaff(db, smile, role)));
    for (const actor of strangers) {
      for (const attempt of [
        ...tries(actor),
        ...others(actor),
        () => webhookRoom(as(db, actor), smile.slug),
        () => webhookEndpoint(as(db, actor), endpoint),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
    }
    for (const ask of [
      announceEvents(ctx, { stream: "system", from: 1, to: 1 }),
      deliverWebhook(ctx, ""),
      clearDeliveries(ctx),
    ])
      await expect(ask).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("leaves an event each; of two at once one wins, and an old page is refused", async () => {
    const { endpoint } = await add();
    const ctx = as(db, admin);
    const both = await Promise.allSettled([
      pauseEndpoint(ctx, endpoint, { version: 1 }),
      changeEndpoint(ctx, endpoint, { url, events: ["report.received"], version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    const now = async () => ({ version: (await endpointRow(endpoint))?.version ?? 0 });
    if ((await endpointRow(endpoint))?.pausedAt === null) await pauseEndpoint(ctx, endpoint, await now());
    await expect(pauseEndpoint(ctx, endpoint, await now())).rejects.toMatchObject({ code: "CONFLICT" });
    await resumeEndpoint(ctx, endpoint, await now());
    await expect(resumeEndpoint(ctx, endpoint, await now())).rejects.toMatchObject({ code: "CONFLICT" });
    await changeSecret(ctx, endpoint, await now());
    await expect(changeSecret(ctx, endpoint, { version: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
    await testEndpoint(ctx, endpoint);
    await removeEndpoint(ctx, endpoint, await now());
    await expect(testEndpoint(ctx, endpoint)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const recorded = await inTransaction(systemAt(db), (tx) =>
      tx.db
        .select()
        .from(events)
        .where(sql`stream = ${`program:${smile.id}`} and payload->>'webhook' = ${endpoint}`),
    );
    expect(new Set(recorded.map(({ type }) => type))).toEqual(
      new Set([
        "webhook.added",
        "webhook.paused",
        "webhook.resumed",
        "webhook.secret_changed",
        "webhook.tested",
        "webhook.removed",
        ...(both[1]?.status === "fulfilled" ? ["webhook.changed"] : []),
      ]),
    );
  });

  test("a program has ten at most, and the log forgets after thirty days", async () => {
    for (let n = 0; n < 10; n += 1) await add();
    await expect(add()).rejects.toMatchObject({ code: "CONFLICT" });
    await sendReport(as(db, ann), smile.policy);
    await work();
    expect(await stored()).toHaveLength(10);
    await clearDeliveries(systemAt(db, new Date(Date.now() + 29 * 86_400_000)));
    expect(await stored()).toHaveLength(10);
    await clearDeliveries(systemAt(db, new Date(Date.now() + 31 * 86_400_000)));
    expect(await stored()).toEqual([]);
  });
});

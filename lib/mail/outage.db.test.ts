import { asc, eq, isNull, sql } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { beforeAll, expect, test, vi } from "vitest";
import { mails, reports } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { queueMails } from "@/lib/notifications/mutations";
import { inTransaction } from "@/lib/request/transaction";
import { deliverMail } from "./deliver-mail";
import { mailDown } from "./down/queries";
import type { MailTransport } from "./transport";

vi.stubEnv("APP_URL", "https://portal.example.org");

const database = await testDatabase();
const db = database.app;
const REPORTS = 4;
const EVENTS = 25;

let smile: TestProgram;
let triager: Actor;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
});

/** In any order, as jobs whose turns come at random. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Mails that a job asks for now. */
async function due(): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    delete from graphile_worker._private_jobs where run_at <= clock_timestamp() returning payload->>'mailId' as id`);
  return rows.map(({ id }) => id);
}

test("a mail server that is away for six hours: 100 mails leave once each, in the order of their thread (EM-18)", async () => {
  for (let n = 0; n < REPORTS; n += 1) await sendReport(as(db, await newResearcher(db)), smile.policy);
  const all = await inTransaction(systemAt(db), (tx) => tx.db.select().from(reports));
  await inTransaction(systemAt(db), (tx) => tx.db.delete(mails));
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  for (let event = 0; event < EVENTS; event += 1) {
    await inTransaction(systemAt(db), (tx) =>
      queueMails(
        tx,
        all.map(({ reference, reporterId }) => ({
          template: "report_news" as const,
          to: { accountId: reporterId ?? "" },
          // The subject tells the events apart.
          params: { reference, program: "Smile", what: event % 2 === 0 ? ("message" as const) : ("status" as const) },
        })),
      ),
    );
  }
  const promised = await due();
  expect(promised).toHaveLength(REPORTS * EVENTS);

  const away: MailTransport = {
    close: () => undefined,
    send: () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" })),
  };
  const tried = shuffled(promised).slice(0, 40);
  const untried = promised.filter((id) => !tried.includes(id));
  const tries = await Promise.allSettled(tried.map((id) => deliverMail(systemAt(db), away, id)));
  expect(tries.every(({ status }) => status === "rejected")).toBe(true);
  // The desk says so, and since when.
  expect(await mailDown(as(db, triager))).toEqual(expect.any(String));

  const later = new Date(Date.now() + 6 * 3_600_000);
  const sent: { to: string; bytes: Buffer }[] = [];
  const back: MailTransport = { close: () => undefined, send: async (one) => void sent.push(one) };
  // One job's turn comes; what it delivers calls those that failed, whose turns would be hours away.
  await deliverMail(systemAt(db, later), back, untried[0] ?? "");
  const called = await due();
  expect(tried.filter((id) => !called.includes(id)).length).toBeLessThan(EVENTS);
  for (const id of shuffled([...called, ...untried])) await deliverMail(systemAt(db, later), back, id);
  for (let ids = await due(); ids.length > 0; ids = await due()) {
    for (const id of shuffled(ids)) await deliverMail(systemAt(db, later), back, id);
  }
  const waiting = await inTransaction(systemAt(db), (tx) =>
    tx.db.select({ id: mails.id }).from(mails).where(isNull(mails.deliveredAt)),
  );
  expect(waiting).toEqual([]);
  const parsed = await Promise.all(sent.map(async ({ to, bytes }) => ({ to, mail: await simpleParser(bytes) })));
  const ids = parsed.map(({ mail }) => mail.messageId);
  expect(new Set(ids).size).toBe(REPORTS * EVENTS);
  expect(ids).toHaveLength(REPORTS * EVENTS);
  for (const { reference } of all) {
    const subjects = parsed.filter(({ mail }) => mail.subject?.includes(reference)).map(({ mail }) => mail.subject);
    const wanted = Array.from({ length: EVENTS }, (_, event) =>
      event % 2 === 0 ? `[${reference}] New message` : `[${reference}] News about your report`,
    );
    expect(subjects).toEqual(wanted);
  }
  expect(await mailDown(as(db, triager))).toBeNull();
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "report_news")).orderBy(asc(mails.id)),
  );
  expect(rows.every(({ failure, gaveUpAt }) => failure === null && gaveUpAt === null)).toBe(true);
});

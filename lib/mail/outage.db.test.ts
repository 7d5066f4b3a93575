import { asc, eq, isNull, sql } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { accounts, mails, memberships, reports } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendGuestReport,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import { inTransaction } from "@/lib/request/transaction";
import { deskShell } from "@/lib/triage/shell/queries";
import { retryDeadLetters } from "./dead-letters";
import { deliverMail } from "./deliver-mail";
import type { MailTransport } from "./transport";

vi.stubEnv("APP_URL", "https://portal.example.org");

const database = await testDatabase();
const db = database.app;
const HOUR = 3_600_000;

let smile: TestProgram;
let triager: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
});

beforeEach(async () => {
  await inTransaction(systemAt(db), (tx) => tx.db.delete(mails));
  await db.execute(sql`delete from graphile_worker._private_jobs`);
});

/** In any order, as jobs whose turns come at random. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** What the desk is told of it. */
const mailDown = async () => (await deskShell({ ...as(db, triager), actor: triager })).mailDown;

/** Mails that a job asks for now. */
async function due(): Promise<string[]> {
  const rows = await db.execute<{ id: string | null }>(sql`
    delete from graphile_worker._private_jobs where run_at <= clock_timestamp() returning payload->>'mailId' as id`);
  return rows.flatMap(({ id }) => id ?? []);
}

const away: MailTransport = {
  close: () => undefined,
  send: () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" })),
};

type Sent = { to: string; bytes: Buffer };
function taking(sent: Sent[]): MailTransport {
  return { close: () => undefined, send: async (one) => void sent.push(one) };
}

const promise = (promised: readonly PromisedMail[]) => inTransaction(systemAt(db), (tx) => queueMails(tx, promised));
const undelivered = () =>
  inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(isNull(mails.deliveredAt)).orderBy(asc(mails.id)),
  );
const reportsNow = () => inTransaction(systemAt(db), (tx) => tx.db.select().from(reports).orderBy(asc(reports.id)));

/** Runs what is due, in any order, until nothing is. */
async function runAll(at: Date, transport: MailTransport, first: readonly string[] = []): Promise<void> {
  for (let ids = [...first, ...(await due())]; ids.length > 0; ids = await due()) {
    for (const id of shuffled(ids)) await deliverMail(systemAt(db, at), transport, id);
  }
}

/** What left, in the order in which it did. */
const read = (sent: readonly Sent[]) =>
  Promise.all(
    sent.map(async ({ to, bytes }) => {
      const { subject = "", text = "", messageId } = await simpleParser(bytes);
      return { to, subject, text, messageId };
    }),
  );

/** How often a mail says that something happened. */
function timesOf(text: string, words: string): number {
  const lines = text.split("\n- ").filter((line) => line.replaceAll(/\s+/g, " ").includes(words));
  return lines.reduce((sum, line) => sum + Number(/, (\d+) times/.exec(line.replaceAll(/\s+/g, " "))?.[1] ?? 1), 0);
}

test("a mail server that is away for most of an hour: 500 mails leave once each, in the order of their thread (EM-18)", async () => {
  const [REPORTS, EVENTS] = [20, 25];
  for (let n = 0; n < REPORTS; n += 1) await sendReport(as(db, await newResearcher(db)), smile.policy);
  const all = await reportsNow();
  await inTransaction(systemAt(db), (tx) => tx.db.delete(mails));
  await due();
  for (let event = 0; event < EVENTS; event += 1) {
    await promise(
      all.map(({ reference, reporterId }) => ({
        template: "report_news" as const,
        to: { accountId: reporterId ?? "" },
        // The subject tells the events apart.
        params: { reference, program: "Smile", what: event % 2 === 0 ? ("message" as const) : ("status" as const) },
      })),
    );
  }
  const promised = await due();
  expect(promised).toHaveLength(REPORTS * EVENTS);

  const tried = shuffled(promised).slice(0, 40);
  const untried = promised.filter((id) => !tried.includes(id));
  const tries = await Promise.allSettled(tried.map((id) => deliverMail(systemAt(db), away, id)));
  expect(tries.every(({ status }) => status === "rejected")).toBe(true);
  // The desk says so: since when, and how many wait.
  expect(await mailDown()).toEqual({ since: expect.any(String), waiting: REPORTS * EVENTS });

  const later = new Date(Date.now() + 0.8 * HOUR);
  const sent: Sent[] = [];
  // One job's turn comes; what it delivers calls those that failed, whose turns would be hours away.
  await deliverMail(systemAt(db, later), taking(sent), untried[0] ?? "");
  const called = await due();
  expect(tried.filter((id) => !called.includes(id)).length).toBeLessThan(EVENTS);
  await runAll(later, taking(sent), [...called, ...untried]);
  expect(await undelivered()).toEqual([]);
  const left = await read(sent);
  expect(new Set(left.map(({ messageId }) => messageId)).size).toBe(REPORTS * EVENTS);
  expect(left).toHaveLength(REPORTS * EVENTS);
  for (const { reference } of all) {
    const subjects = left.filter(({ subject }) => subject.includes(reference)).map(({ subject }) => subject);
    const wanted = Array.from({ length: EVENTS }, (_, event) =>
      event % 2 === 0 ? `[${reference}] New message` : `[${reference}] News about your report`,
    );
    expect(subjects).toEqual(wanted);
  }
  expect(await mailDown()).toBeNull();
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "report_news")),
  );
  expect(rows.every(({ failure, gaveUpAt }) => failure === null && gaveUpAt === null)).toBe(true);
}, 120_000);

test("one that is away for six hours: each of 500 events is told once, news in one mail, the rest by itself (EM-18)", async () => {
  const [ACCOUNTS, GUESTS, EVENTS] = [8, 2, 16];
  const before = await reportsNow();
  const lead = await newStaff(db, smile, "coordinator");
  for (let n = 0; n < ACCOUNTS; n += 1) await sendReport(as(db, await newResearcher(db)), smile.policy);
  for (let n = 0; n < GUESTS; n += 1) {
    await sendGuestReport(db, smile.policy, { email: `guest-${n}@example.org` });
  }
  const all = (await reportsNow()).slice(before.length);
  const reporter = ({ reporterId }: (typeof all)[number], n: number) =>
    reporterId === null ? { address: `guest-${n - ACCOUNTS}@example.org` } : { accountId: reporterId };
  const team = [triager.accountId, lead.accountId];
  for (let event = 0; event < EVENTS; event += 1) {
    await promise(
      all.flatMap(({ reference, ...row }, n) => [
        {
          template: "report_news" as const,
          to: reporter({ reference, ...row }, n),
          params: {
            reference,
            program: "Smile",
            what: event % 2 === 0 ? ("message" as const) : ("status" as const),
            ...(row.reporterId === null ? { guest: true } : {}),
          },
        },
        ...team.map((accountId) => ({
          template: "staff_news" as const,
          to: { accountId },
          params: { reference, program: "Smile", what: "message" as const },
        })),
      ]),
    );
  }
  const [first, second] = all;
  if (!first || !second || first.reporterId === null) throw new Error("reports were sent");
  const clock = (reference: string): PromisedMail => ({
    template: "clock_news",
    to: { accountId: lead.accountId },
    params: { items: [{ reference, program: "Smile", clock: "acknowledge", threshold: "over" }] },
  });
  await promise([
    ...[first, second].map(
      ({ reference }): PromisedMail => ({
        template: "staff_news",
        to: { accountId: lead.accountId },
        params: { reference, program: "Smile", what: "urgent" },
      }),
    ),
    { template: "password_changed", to: { accountId: first.reporterId }, params: {} },
    clock(first.reference),
    clock(second.reference),
  ]);
  const promised = await due();
  // Of each report its receipt, that it arrived to both of the team, and its events to three people.
  expect(promised).toHaveLength(10 * 3 + EVENTS * 10 * 3 + 5);
  expect(promised.length).toBeGreaterThan(500);

  await Promise.allSettled(
    shuffled(promised)
      .slice(0, 60)
      .map((id) => deliverMail(systemAt(db), away, id)),
  );
  // Their turns come while it is away: what piled up is put together, and waits as one.
  const meanwhile = new Date(Date.now() + 3 * HOUR);
  await Promise.allSettled(
    shuffled(promised)
      .slice(0, 60)
      .map((id) => deliverMail(systemAt(db, meanwhile), away, id)),
  );
  const sent: Sent[] = [];
  await runAll(new Date(Date.now() + 6 * HOUR), taking(sent), promised);
  expect(await undelivered()).toEqual([]);
  const left = await read(sent);
  expect(new Set(left.map(({ messageId }) => messageId)).size).toBe(left.length);

  let told = 0;
  for (const [n, { reference, reporterId }] of all.entries()) {
    const about = left.filter(
      ({ to, subject }) => subject.startsWith(`[${reference}]`) && !subject.includes("Urgent") && to !== "",
    );
    // The receipt before anything else; then one mail of all that is new.
    expect(about.map(({ subject }) => subject)).toEqual([
      `[${reference}] We received your report`,
      `[${reference}] New message`,
    ]);
    if (reporterId === null) expect(about[1]?.to).toBe(`guest-${n - ACCOUNTS}@example.org`);
    const text = about[1]?.text ?? "";
    expect(text.replaceAll(/\s+/g, " ")).toContain("Mail could not be sent for a while. This is what happened since ");
    expect([timesOf(text, "a new message"), timesOf(text, "the status changed")]).toEqual([EVENTS / 2, EVENTS / 2]);
    told += 1 + EVENTS;
  }
  for (const accountId of team) {
    const address = `${accountId}@example.org`;
    const digests = left.filter(({ to, subject }) => to === address && subject.startsWith("News about"));
    expect(digests).toHaveLength(1);
    const { text = "" } = digests[0] ?? {};
    expect([timesOf(text, "a new report"), timesOf(text, "the reporter wrote")]).toEqual([10, 10 * EVENTS]);
    told += 10 + 10 * EVENTS;
  }
  expect(
    left
      .filter(({ subject }) => subject.includes("Urgent notice"))
      .map(({ subject }) => subject)
      .sort(),
  ).toEqual([first, second].map(({ reference }) => `[${reference}] Urgent notice`).sort());
  const clocks = left.filter(({ subject }) => subject === "2 clocks want you");
  expect(clocks.map(({ text }) => [first, second].every(({ reference }) => text.includes(reference)))).toEqual([true]);
  expect(left.filter(({ subject }) => /password/i.test(subject))).toHaveLength(1);
  expect(told + 2 + 2 + 1).toBe(promised.length);
  // Two a report, one each of the team, and those that always leave by themselves.
  expect(left).toHaveLength(10 * 2 + 2 + 2 + 1 + 1);
  expect(await mailDown()).toBeNull();
}, 120_000);

describe("news that piled up", () => {
  const about = async (to: string, count: number, what: "message" | "received" = "message") => {
    const reference = (await reportsNow())[0]?.reference ?? "";
    await promise(
      Array.from(
        { length: count },
        (): PromisedMail => ({
          template: "staff_news",
          to: { accountId: to },
          params: { reference, program: "Smile", what },
        }),
      ),
    );
    return { ids: await due(), reference };
  };
  const later = () => new Date(Date.now() + 2 * HOUR);

  test("and comes to its turn twice at once is told once", async () => {
    const { ids } = await about(triager.accountId, 6);
    const sent: Sent[] = [];
    await Promise.all(ids.map((id) => deliverMail(systemAt(db, later()), taking(sent), id)));
    expect(sent).toEqual([]);
    await runAll(later(), taking(sent));
    expect((await read(sent)).map(({ text }) => timesOf(text, "the reporter wrote"))).toEqual([6]);
  });

  test("is not told to whoever may no longer read it", async () => {
    const gone = await newStaff(db, smile, "coordinator");
    const { ids } = await about(gone.accountId, 3);
    await inTransaction(systemAt(db), (tx) =>
      tx.db.update(memberships).set({ endedAt: tx.now }).where(eq(memberships.accountId, gone.accountId)),
    );
    const sent: Sent[] = [];
    await runAll(later(), taking(sent), ids);
    expect([sent, await undelivered()]).toEqual([[], []]);
  });

  test("is not told to an account that is blocked", async () => {
    const gone = await newStaff(db, smile, "coordinator");
    const { ids } = await about(gone.accountId, 3);
    await db.update(accounts).set({ deactivatedAt: new Date() }).where(eq(accounts.id, gone.accountId));
    const sent: Sent[] = [];
    await runAll(later(), taking(sent), ids);
    expect(sent).toEqual([]);
  });

  test("until it was given up leaves as one when the operator has it sent again, and is tried for three more days", async () => {
    const { ids } = await about(triager.accountId, 4);
    const dead = new Date(Date.now() + 73 * HOUR);
    for (const id of ids) await deliverMail(systemAt(db, dead), away, id).catch(() => undefined);
    for (const id of await due()) await deliverMail(systemAt(db, dead), away, id).catch(() => undefined);
    expect((await undelivered()).map(({ gaveUpAt }) => gaveUpAt !== null)).toEqual([true]);
    expect(await retryDeadLetters(systemAt(db, dead))).toEqual({ retried: 1 });
    const [again = ""] = await due();
    await expect(deliverMail(systemAt(db, new Date(dead.getTime() + 71 * HOUR)), away, again)).rejects.toThrow();
    const sent: Sent[] = [];
    await runAll(new Date(dead.getTime() + 71 * HOUR), taking(sent), [again]);
    expect((await read(sent)).map(({ text }) => timesOf(text, "the reporter wrote"))).toEqual([4]);
  });
});

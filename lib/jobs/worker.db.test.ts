import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openSql } from "@/db/connection";
import { accounts, mails } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-db";
import { createAccount } from "@/lib/accounts/mutations/create-account";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { fileTransport, type MailTransport } from "@/lib/mail/transport";
import { queueMail } from "@/lib/notifications/mutations";
import { systemContext } from "@/lib/request/context";
import { log } from "@/lib/request/log";
import { inTransaction } from "@/lib/request/transaction";
import { withNewKey } from "@/lib/vault/keyring";
import { useKeyRing } from "@/lib/vault/ring";
import { startWorker, withoutErrorText } from "./worker";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
vi.stubEnv("APP_URL", "http://127.0.0.1:3999");
vi.stubEnv("DEMO", "1");

const database = await testDatabase();
const system = systemContext(database.app, "test");
const PATH = `/verify-email?token=${"t".repeat(43)}`;

beforeAll(() => useKeyRing(withNewKey({ current: 0, keys: new Map() })));

async function promiseMail(to: { address: string } | { accountId: string }): Promise<string> {
  return inTransaction(system, async (tx) => {
    await queueMail(tx, "verify_email", to, { path: PATH });
    const [mail] = await tx.db.select({ id: mails.id }).from(mails).orderBy(sql`${mails.id} desc`).limit(1);
    return mail?.id ?? "";
  });
}

async function deliveredAt(id: string): Promise<Date | null> {
  return inTransaction(system, async (tx) => {
    const [mail] = await tx.db.select().from(mails).where(sql`id = ${id}`);
    return mail?.deliveredAt ?? null;
  });
}

function recordingTransport(fail = false) {
  const sent: { to: string; text: string }[] = [];
  const transport: MailTransport = {
    close: () => undefined,
    send: async ({ to, bytes }) => {
      sent.push({ to, text: bytes.toString("utf8") });
      if (fail) throw new Error("550 <person@example.org> is not here");
    },
  };
  return { sent, transport };
}

test("a promised mail becomes one complete message file, with its link and nothing else", async () => {
  const directory = mkdtempSync(join(tmpdir(), "portal-mail-"));
  const worker = await startWorker({
    connectionString: database.appUrl,
    db: database.app,
    transport: fileTransport(directory),
  });
  const id = await promiseMail({ address: "heron@example.org" });
  await vi.waitFor(async () => expect(await deliveredAt(id)).not.toBeNull(), { timeout: 15_000, interval: 50 });
  await worker.stop();

  const files = readdirSync(directory);
  expect(files).toHaveLength(1);
  expect(files[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-verify_email-[0-9a-f]{8}\.eml$/);
  const mail = await simpleParser(readFileSync(join(directory, files[0] ?? "")));
  expect(mail.subject).toBe("Confirm your e-mail address");
  expect(mail.from?.text).toBe('"Safe Harbour" <no-reply@portal.example>');
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@127\.0\.0\.1>$/);
  expect(mail.messageId).not.toContain(id.replaceAll("-", ""));
  expect(mail.text).toContain(`http://127.0.0.1:3999${PATH}\n`);
  expect(mail.html).toContain(`href="http://127.0.0.1:3999${PATH}"`);
});

test("run again before it was marked, it goes out under the same id; run again after, it does not", async () => {
  // To an account: the address of somebody without one is gone once the mail is.
  const { accountId } = await createAccount(system, {
    email: "tern@example.org",
    displayName: "Tern",
    password: "irrelevant words here",
    memberships: [],
  });
  const id = await promiseMail({ accountId });
  const { sent, transport } = recordingTransport();
  await deliverMail(system, transport, id);
  await deliverMail(system, transport, id);
  expect(sent).toHaveLength(1);
  await inTransaction(system, (tx) => tx.db.update(mails).set({ deliveredAt: null }).where(sql`id = ${id}`));
  await deliverMail(system, transport, id);
  const ids = sent.map(({ text }) => /^Message-ID: (.+)$/m.exec(text)?.[1]);
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
});

test("a failing server leaves the mail promised and its words out of the queue", async () => {
  const id = await promiseMail({ address: "gull@example.org" });
  await expect(deliverMail(system, recordingTransport(true).transport, id)).rejects.toThrow(
    "the mail transport failed: unknown",
  );
  expect(await deliveredAt(id)).toBeNull();
});

test("the demonstration writes to example addresses only, and nobody writes to a deactivated account", async () => {
  const { sent, transport } = recordingTransport();
  await deliverMail(system, transport, await promiseMail({ address: "security@smiledigitalhealth.com" }));
  const { accountId } = await createAccount(system, {
    email: "gone@example.org",
    displayName: "Gone",
    password: "irrelevant words here",
    memberships: [],
  });
  const id = await promiseMail({ accountId });
  await database.app.update(accounts).set({ deactivatedAt: new Date() }).where(sql`id = ${accountId}`);
  await deliverMail(system, transport, id);
  expect(sent).toEqual([]);
});

test("news of a report goes nowhere when its reader has no part in it any more (AZ-29)", async () => {
  const { accountId } = await createAccount(system, {
    email: "leaver@example.org",
    displayName: "Leaver",
    password: "irrelevant words here",
    memberships: [],
  });
  const id = await inTransaction(system, async (tx) => {
    await queueMail(tx, "staff_news", { accountId }, { reference: "SDH-7K3F-9QX6", program: "P", what: "message" });
    const [mail] = await tx.db.select({ id: mails.id }).from(mails).orderBy(sql`${mails.id} desc`).limit(1);
    return mail?.id ?? "";
  });
  const { sent, transport } = recordingTransport();
  await deliverMail(system, transport, id);
  expect(sent).toEqual([]);
});

test("mails of one thread leave one after the other, in the order of their events", async () => {
  const { sent, transport } = recordingTransport();
  const thread = { reference: "SDH-7K3F-9QX6", program: "Smile" };
  const promise = (what: "message" | "status" | "question") =>
    inTransaction(system, (tx) => queueMail(tx, "report_news", { address: "stint@example.org" }, { ...thread, what }));
  const worker = await startWorker({ connectionString: database.appUrl, db: database.app, transport });
  try {
    for (const what of ["message", "status", "question"] as const) await promise(what);
    const subjects = () =>
      sent
        .filter(({ to }) => to === "stint@example.org")
        .map(({ text }) => /^Subject: \[\S+\] (.*)$/m.exec(text)?.[1]?.trim());
    await vi.waitFor(() => expect(subjects()).toHaveLength(3), { timeout: 15_000, interval: 50 });
    expect(subjects()).toEqual(["New message", "News about your report", "We need something from you"]);
    await promise("message");
    await vi.waitFor(() => expect(subjects()).toHaveLength(4), { timeout: 15_000, interval: 50 });
  } finally {
    await worker.stop();
  }
});

describe("stopping", () => {
  const superuser = openSql(database.superuserUrl);
  afterAll(() => superuser.end());
  const options = () => ({
    connectionString: database.appUrl,
    db: database.app,
    transport: recordingTransport().transport,
  });
  const queueConnections = async () => {
    const rows = await superuser<{ pid: number }[]>`select pid from pg_stat_activity
      where datname = current_database() and application_name = 'portal-queue'`;
    return rows.map(({ pid }) => pid);
  };

  test("is done when the queue has closed its connections, and may be asked twice", async () => {
    const worker = await startWorker(options());
    expect((await queueConnections()).length).toBeGreaterThan(0);
    await Promise.all([worker.stop(), worker.stop()]);
    await vi.waitFor(async () => expect(await queueConnections()).toEqual([]), { timeout: 2000, interval: 20 });
  });

  test("a database that goes first is noted by its code, and neither crashes nor hangs anything", async () => {
    const uncaught = vi.fn();
    process.on("uncaughtException", uncaught);
    const noted = vi.spyOn(log, "warn");
    try {
      const worker = await startWorker(options());
      expect((await queueConnections()).length).toBeGreaterThan(0);
      const stopping = worker.stop();
      for (const pid of await queueConnections()) await superuser`select pg_terminate_backend(${pid})`;
      await stopping;

      const running = await startWorker(options());
      // At work, and not still on its way there: that is another matter.
      const first = await promiseMail({ address: "stint@example.org" });
      await vi.waitFor(async () => expect(await deliveredAt(first)).not.toBeNull(), { timeout: 20_000, interval: 50 });
      const before = [...noted.mock.calls];
      noted.mockClear();
      expect((await queueConnections()).length).toBeGreaterThan(0);
      for (const pid of await queueConnections()) await superuser`select pg_terminate_backend(${pid})`;
      await vi.waitFor(() => expect(noted).toHaveBeenCalledWith({ code: "57P01" }, expect.any(String)));
      const id = await promiseMail({ address: "plover@example.org" });
      await vi.waitFor(async () => expect(await deliveredAt(id)).not.toBeNull(), { timeout: 20_000, interval: 50 });
      await running.stop();
      for (const [fields] of [...before, ...noted.mock.calls]) {
        expect(Object.values(fields ?? {}).every((value) => typeof value !== "object")).toBe(true);
      }
      expect(uncaught).not.toHaveBeenCalled();
    } finally {
      process.removeListener("uncaughtException", uncaught);
      noted.mockRestore();
    }
  });
});

test.each([
  [
    "Failed task 7 (deliver_mail, 3.10ms, attempt 1 of 25) with error 'value \"person@example.org\"'",
    "Failed task 7 (deliver_mail, 3.10ms, attempt 1 of 25)",
  ],
  ["PostgreSQL idle client generated error: password of heron", "PostgreSQL idle client generated error"],
  ["Runner stopping\nwith more", "Runner stopping"],
])("the log says what failed and not the words it failed with: %s", (message, said) => {
  expect(withoutErrorText(message)).toBe(said);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asc } from "drizzle-orm";
import { ImapFlow } from "imapflow";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect } from "@/db/client";
import { incomingMails } from "@/db/schema";
import { openPortal, systemAt } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { judgeStoredMail } from "@/lib/mail-in/mutations/judge";
import { rawOf } from "@/lib/mail-in/mutations/load";
import { keyOfMail, openEnvelope } from "@/lib/mail-in/sealed";
import { namesOf, signedBy } from "@/lib/mail-in/signed-mail.test-data";
import { inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { startDovecot } from "./dovecot.test-data";
import { pollMailbox } from "./mailbox";

vi.stubEnv("DATA_DIR", "/tmp/portal-mail-in-test");

const database = await testDatabase();
const db = database.app;
const plain = readFileSync(join(import.meta.dirname, "../../mail-in/fixtures/plain.eml"));
let box: Awaited<ReturnType<typeof startDovecot>>;

beforeAll(async () => {
  await openPortal(db);
  box = await startDovecot();
});
afterAll(() => box?.stop());

const stored = () =>
  inTransaction(systemAt(db), (tx) => tx.db.select().from(incomingMails).orderBy(asc(incomingMails.id)));

async function unread(): Promise<number> {
  const client = new ImapFlow({
    host: box.url.hostname,
    port: Number(box.url.port),
    secure: false,
    auth: { user: box.url.username, pass: decodeURIComponent(box.url.password) },
    logger: false,
  });
  await client.connect();
  const status = await client.status("INBOX", { unseen: true });
  await client.logout();
  return status === false ? -1 : (status.unseen ?? -1);
}

test("what is unread is taken, byte for byte, marked as read afterwards, and taken once", async () => {
  const signed = await signedBy("example.org", plain);
  box.deliver(signed);
  box.deliver("Delivered-To: security+news@cardihab.example\r\nFrom: b@example.org\r\nTo: undisclosed:;\r\n\r\nx\r\n");
  box.deliver("From: c@example.org\r\nTo: someone@else.example\r\n\r\nfor nobody that we know\r\n");
  expect(await pollMailbox(systemAt(db), box.url)).toEqual({ taken: 3 });
  const rows = await stored();
  expect(rows[0] && rawOf(rows[0]).equals(signed)).toBe(true);
  expect(rows.map(({ source, state }) => [source, state])).toEqual(Array.from({ length: 3 }, () => ["imap", "stored"]));
  const envelopes = rows.map((row) => openEnvelope(keyOfMail(ring(), row), row));
  expect(envelopes[1]).toEqual({ from: null, to: ["security+news@cardihab.example"] });
  expect(await unread()).toBe(0);
  expect(await pollMailbox(systemAt(db), box.url)).toEqual({ taken: 0 });
  expect(await judgeStoredMail(systemAt(db), rows[0]?.id ?? "", namesOf(["example.org"]))).toEqual({ kind: "report" });
});

test("with the database away nothing is marked as read; a stop before the mark gives a copy that is known (EM-10)", async () => {
  const again = await signedBy("example.org", plain.toString("latin1").replace("Hello", "Hello again"));
  box.deliver(again);
  const gone = connect("postgres://portal_app:none@127.0.0.1:9/none", { max: 1, name: "gone" });
  await expect(pollMailbox(systemAt(gone), box.url)).rejects.toThrow("the mailbox could not be read");
  await gone.$client.end({ timeout: 1 });
  expect(await unread()).toBe(1);
  await pollMailbox(systemAt(db), box.url);
  // As if the portal had been killed between its commit and the mark.
  box.deliver(again);
  await pollMailbox(systemAt(db), box.url);
  const copies = (await stored()).filter((row) => rawOf(row).includes("Hello again"));
  const verdicts = [];
  for (const { id } of copies) verdicts.push(await judgeStoredMail(systemAt(db), id, namesOf(["example.org"])));
  expect(verdicts).toEqual([{ kind: "report" }, { kind: "ended", reason: "duplicate" }]);
});

test("a wrong password and a server that is not there are one sentence without either", async () => {
  const wrong = new URL(box.url);
  wrong.password = "not-this-one";
  await expect(pollMailbox(systemAt(db), wrong)).rejects.toThrow(
    "the mailbox could not be read: the sign-in was refused",
  );
  await expect(pollMailbox(systemAt(db), new URL("imap://u:p@127.0.0.1:9"))).rejects.toThrow(
    "the mailbox could not be read: ECONNREFUSED",
  );
});

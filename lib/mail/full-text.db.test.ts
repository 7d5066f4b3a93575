import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { events, mails, messages } from "@/db/schema";
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
import { adoptAccountKey } from "@/lib/accounts/mutations/change-key";
import { PASSWORD, withPassword } from "@/lib/accounts/password.test-data";
import type { Actor } from "@/lib/auth/policy";
import { GnuPg } from "@/lib/pgp/gnupg.test-data";
import { adoptProgramKey } from "@/lib/program-keys/mutations/change-key";
import { forgetPrivateKey, givePrivateKey, setFullTextMail } from "@/lib/program-keys/private/mutations";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { deliverMail } from "./deliver-mail";
import type { MailTransport } from "./transport";

vi.stubEnv("APP_URL", "http://127.0.0.1:3999");

const database = await testDatabase();
const db = database.app;
const TEAM = "team@cardihab.example";
const PASSPHRASE = "seven words";
const SECRET = "CANARY:\n\n    curl -i 'https://api.example/export?id=1'\n\n<b>bold</b>";
const gpg = new GnuPg();
const loopback = ["--pinentry-mode", "loopback", "--passphrase", PASSPHRASE];

let cardihab: TestProgram;
let admin: Actor;
let triager: Actor;
let ann: Actor;
let reference: string;

const steppedUp = (actor: Actor): Actor => (actor.kind === "staff" ? { ...actor, steppedUp: true } : actor);
const set = (on: boolean, actor: Actor = admin) => setFullTextMail(as(db, actor), { programSlug: cardihab.slug, on });

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  admin = steppedUp(await newStaff(db, cardihab, "admin"));
  triager = await newStaff(db, cardihab, "triager");
  ann = await withPassword(db, await newResearcher(db));
  gpg.run([...loopback, "--quick-generate-key", TEAM, "ed25519", "sign", "1y"]);
  gpg.run([...loopback, "--quick-add-key", gpg.fingerprint(TEAM), "cv25519", "encr", "1y"]);
  await adoptProgramKey(as(db, admin), { programSlug: cardihab.slug, armored: gpg.exported(TEAM), current: "" });
  ({ reference } = await sendReport(as(db, ann), cardihab.policy));
});
afterAll(() => gpg.remove());

/** What leaves when staff write: the bytes, and what a mail program with the reporter's key shows. */
async function told(text = SECRET): Promise<{ raw: string; inner: string | null; bytes: Buffer }> {
  await sendMessage(as(db, triager), reference, { text });
  const [mail] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "report_news")).orderBy(desc(mails.id)).limit(1),
  );
  const sent: Buffer[] = [];
  const transport: MailTransport = { close: () => undefined, send: async ({ bytes }) => void sent.push(bytes) };
  await deliverMail(systemAt(db), transport, mail?.id ?? "");
  const bytes = sent.at(-1) ?? Buffer.alloc(0);
  const armored = (await simpleParser(bytes)).attachments[1]?.content.toString();
  return { bytes, raw: bytes.toString(), inner: armored === undefined ? null : gpg.decrypt(armored) };
}

test("a message reaches a reporter with a key whole, encrypted to them and signed by the program; nobody else gets a word", async () => {
  // Nothing is allowed, nothing is given: a mail says only that there is a message.
  expect((await told()).raw).not.toContain("CANARY");
  await expect(set(true)).rejects.toMatchObject({ code: "CONFLICT" });
  const armored = gpg.run([...loopback, "--armor", "--export-secret-keys", TEAM]).toString();
  await givePrivateKey(as(db, admin), { programSlug: cardihab.slug, armored, passphrase: PASSPHRASE });
  await set(true);
  await expect(set(true)).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await told()).raw).not.toContain("CANARY");

  await adoptAccountKey(as(db, ann), { armored: gpg.newKey("Ann <ann@example.org>", "ed25519"), password: PASSWORD });
  const whole = await told();
  expect(whole.raw).not.toContain("CANARY");
  const shown = await simpleParser(whole.inner ?? "");
  expect(shown.text).toContain("    curl -i 'https://api.example/export?id=1'");
  expect(String(shown.html)).toContain("&lt;b&gt;bold&lt;/b&gt;");
  // GnuPG says whose signature it is.
  const sealed = (await simpleParser(whole.bytes)).attachments[1]?.content.toString() ?? "";
  const status = gpg.run(["--status-fd", "1", "--decrypt"], sealed).toString();
  expect(status).toContain("GOODSIG");
  expect(status).toContain(gpg.fingerprint(TEAM));

  // Written while mail was away: one mail with each of them, in their order.
  const newsNow = () =>
    inTransaction(systemAt(db), (tx) =>
      tx.db
        .select({ id: mails.id })
        .from(mails)
        .where(and(eq(mails.template, "report_news"), isNull(mails.deliveredAt)))
        .orderBy(asc(mails.id)),
    );
  for (const text of ["First thought", "Second thought", "Third thought"]) {
    await sendMessage(as(db, triager), reference, { text });
  }
  const piled = await newsNow();
  expect(piled).toHaveLength(3);
  const later = systemAt(db, new Date(Date.now() + 2 * 3_600_000));
  const together: Buffer[] = [];
  const takes: MailTransport = { close: () => undefined, send: async ({ bytes }) => void together.push(bytes) };
  for (const { id } of piled) await deliverMail(later, takes, id);
  for (const { id } of await newsNow()) await deliverMail(later, takes, id);
  expect(together).toHaveLength(1);
  const opened = gpg.decrypt((await simpleParser(together[0] ?? "")).attachments[1]?.content.toString() ?? "");
  expect(opened).toMatch(/a new message, 3 times[\s\S]*First thought[\s\S]*Second thought[\s\S]*Third thought/);
  expect(opened).not.toContain("CANARY");

  // Withheld before it left: not said.
  await sendMessage(as(db, triager), reference, { text: "CANARY that goes" });
  const [waiting] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "report_news")).orderBy(desc(mails.id)).limit(1),
  );
  await inTransaction(systemAt(db), async (tx) => {
    const [last] = await tx.db.select().from(messages).orderBy(desc(messages.sentAt)).limit(1);
    await tx.db
      .update(messages)
      .set({ redactedAt: tx.now })
      .where(eq(messages.id, last?.id ?? ""));
  });
  const sent: Buffer[] = [];
  await deliverMail(
    systemAt(db),
    { close: () => undefined, send: async ({ bytes }) => void sent.push(bytes) },
    waiting?.id ?? "",
  );
  const gone = gpg.decrypt((await simpleParser(sent[0] ?? "")).attachments[1]?.content.toString() ?? "");
  expect(gone).not.toContain("CANARY that goes");

  // Without the key that signs, encrypted mail says again only that there is a message.
  await forgetPrivateKey(as(db, admin), { programSlug: cardihab.slug, fingerprint: gpg.fingerprint(TEAM) });
  const bare = await told();
  expect(bare.inner).toContain("new message");
  expect(bare.inner).not.toContain("CANARY");
  await set(false);
  const types = await inTransaction(systemAt(db), (tx) =>
    tx.db.select({ payload: events.payload }).from(events).where(eq(events.type, "full_text_mail.set")),
  );
  expect(types.map(({ payload }) => payload)).toEqual([
    { type: "full_text_mail.set", on: true },
    { type: "full_text_mail.set", on: false },
  ]);
});

test("whoever may not change keys does not change this", async () => {
  await expect(set(true, await newStaff(db, cardihab, "admin"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  for (const actor of [ann, steppedUp(triager)]) {
    await expect(set(true, actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { and, desc, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { beforeAll, describe, expect, test, vi } from "vitest";
import {
  accounts,
  attachments,
  incomingMails,
  mails,
  mailTokens,
  messages,
  receipts,
  reports,
  returnedAddresses,
} from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { emailLookup } from "@/lib/accounts/records";
import type { Actor } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { returnedLookup } from "@/lib/mail/returned/queries";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { addressToken, taggedAddress } from "./addresses";
import { judgeStoredMail, NamesAway } from "./mutations/judge";
import { storeMail } from "./mutations/store";
import { clearTokens } from "./mutations/token";
import { judgeWaiting } from "./mutations/waiting";
import { namesOf, signedBy } from "./signed-mail.test-data";

vi.stubEnv("DATA_DIR", "/tmp/portal-mail-in-test");

const database = await testDatabase();
const db = database.app;
const BOX = "security@cardihab.example";
const names = namesOf(["example.org", "cardihab.example"]);
let cardihab: TestProgram;
let triager: Actor & { kind: "staff" };
let count = 0;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  triager = await newStaff(db, cardihab, "triager");
});

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", `${name}.eml`), "latin1");

/** A fixture as another mail: its own author, Message-ID and text. */
function mailOf(name: string, change: { from?: string; to?: string; subject?: string } = {}) {
  count += 1;
  const from = change.from ?? `ada-${count}@example.org`;
  const raw = fixture(name)
    .replace(/Message-ID: <\S+>/, `Message-ID: <m${count}@example.org>`)
    .replaceAll("ada@example.org", from)
    .replace("\r\n\r\n", `\r\nX-Count: ${count}\r\n\r\n`)
    .replace("Hello,", `Hello ${count},`)
    .replace(/^To: .*$/m, `To: ${change.to ?? BOX}`)
    .replace(/^Subject: .*$/m, (line) => (change.subject ? `Subject: ${change.subject}` : line));
  return { from, raw: Buffer.from(raw, "latin1") };
}

async function arrive(
  raw: Buffer,
  envelope: { from?: string | null; to?: string[] } = {},
  at?: string | Date,
): Promise<string> {
  const to = envelope.to ?? [BOX];
  const { stored } = await storeMail(systemAt(db, at), {
    source: "smtp",
    envelope: { from: envelope.from === undefined ? "ada@example.org" : envelope.from, to },
    raw,
  });
  expect(stored).toBe(1);
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select({ id: incomingMails.id }).from(incomingMails).orderBy(desc(incomingMails.id)).limit(1),
  );
  return row?.id ?? "";
}

const judge = (id: string, at?: string | Date) => judgeStoredMail(systemAt(db, at), id, names);

async function mailRow(id: string) {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(incomingMails).where(eq(incomingMails.id, id)),
  );
  if (!row) throw new Error("no such mail");
  return row;
}

async function referenceOf(id: string): Promise<string> {
  const { reportId } = await mailRow(id);
  const [report] = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select()
      .from(reports)
      .where(eq(reports.id, reportId ?? "")),
  );
  return report?.reference ?? "none";
}

/** Templates of the mails promised to an address without an account. */
async function mailedTo(address: string): Promise<string[]> {
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id));
  return rows.flatMap(({ id, template, addressSealed }) =>
    addressSealed &&
    openWithRing(ring(), { table: "mails", column: "address_sealed", rowId: id }, addressSealed) === address
      ? [template]
      : [],
  );
}

async function arrivedSigned(name: string, change: Parameters<typeof mailOf>[1] = {}, at?: string | Date) {
  const { raw, from } = mailOf(name, change);
  return { id: await arrive(await signedBy("example.org", raw), { from }, at), from, raw };
}

describe("a new mail whose author is proven", () => {
  test("is a report with receipt and clocks, received when the mail was", async () => {
    const at = new Date("2026-03-02T15:00:00Z");
    const { id, from } = await arrivedSigned("plain", {}, at);
    expect(await judge(id, "2026-03-02T15:05:00Z")).toEqual({ kind: "report" });
    const reference = await referenceOf(id);
    const row = await reportRow(db, reference);
    expect(row).toMatchObject({ channel: "mail", state: "received", reporterId: null });
    expect(row.flags).not.toContain("sender_unverified");
    expect(Math.abs(row.receivedAt.getTime() - at.getTime())).toBeLessThan(2000);
    const [received] = await ledgerOf(db, row.id);
    expect(received).toMatchObject({
      actorKind: "guest",
      actorId: null,
      payload: { type: "report.received", channel: "mail" },
    });
    const [receipt] = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(receipts).where(eq(receipts.reportId, row.id)),
    );
    expect(JSON.parse(receipt?.json ?? "{}").payload).toMatchObject({ reference, channel: "mail" });
    const seen = await getStaffReport(as(db, triager), reference);
    expect(seen.title).toBe("Header injection in the export");
    expect(seen.clocks.length).toBeGreaterThan(0);
    expect(await mailedTo(from)).toEqual(["report_received"]);
    expect(await mailRow(id)).toMatchObject({ state: "report", verified: true, reason: null });
  });

  test("delivered three times and judged at once, it is one report with one acknowledgement (EM-10)", async () => {
    const { raw, from } = mailOf("plain");
    const signed = await signedBy("example.org", raw);
    const ids: string[] = [];
    for (let copy = 0; copy < 3; copy += 1) {
      ids.push(await arrive(Buffer.concat([Buffer.from(`Received: by hop${copy}.example.net\r\n`), signed]), { from }));
    }
    await Promise.all([...ids, ...ids].map((id) => judge(id)));
    const states = await Promise.all(ids.map(async (id) => (await mailRow(id)).state));
    expect(states.sort()).toEqual(["ended", "ended", "report"]);
    expect(await mailedTo(from)).toEqual(["report_received"]);
  });

  test("a second report of the same day is made as well, and not acknowledged again (EM-09)", async () => {
    const from = `twice-${v7()}@example.org`;
    const ids = [(await arrivedSigned("plain", { from })).id, (await arrivedSigned("plain", { from })).id];
    for (const id of ids) expect(await judge(id)).toEqual({ kind: "report" });
    expect(await mailedTo(from)).toEqual(["report_received"]);
  });

  test("brings its files, and goes on after a stop between two of them", async () => {
    const { id } = await arrivedSigned("broken-mime");
    await Promise.allSettled([judge(id), judge(id)]);
    await judge(id);
    const { id: reportId } = await reportRow(db, await referenceOf(id));
    const files = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(attachments).where(eq(attachments.reportId, reportId)),
    );
    expect(files.map(({ declared }) => declared)).toEqual(["png"]);
  });

  test.each(["pgp-mime", "pgp-inline"])("%s: its ciphertext is what is kept", async (name) => {
    const { id } = await arrivedSigned(name);
    expect(await judge(id)).toEqual({ kind: "report" });
    const reference = await referenceOf(id);
    expect((await reportRow(db, reference)).flags).toContain("encrypted");
    expect(JSON.stringify(await getStaffReport(as(db, triager), reference))).toContain("BEGIN PGP MESSAGE");
  });

  test("nothing of it is readable where it is stored", async () => {
    const { id } = await arrivedSigned("plain", { subject: "canary-of-a-subject" });
    await judge(id);
    const row = await mailRow(id);
    expect(Buffer.from(JSON.stringify(row)).includes("canary-of-a-subject")).toBe(false);
    expect(row.rawSealed.includes("canary-of-a-subject")).toBe(false);
  });
});

describe("what waits or ends", () => {
  test("without a signature: for staff, nobody's, and no answer goes out", async () => {
    const { raw, from } = mailOf("plain");
    const id = await arrive(raw, { from });
    expect(await judge(id)).toEqual({ kind: "waits", reason: "unverified_sender" });
    expect(await mailRow(id)).toMatchObject({
      state: "quarantined",
      reason: "unverified_sender",
      verified: false,
      reportId: null,
    });
    expect(await mailedTo(from)).toEqual([]);
  });

  test("a forged address of the team is told apart (EM-04)", async () => {
    const from = `lead-${v7()}@cardihab.example`;
    const member = await newStaff(db, cardihab, "coordinator");
    await inTransaction(systemAt(db), async (tx) => {
      await tx.db
        .update(accounts)
        .set({ emailLookup: emailLookup(appSecret(), from) })
        .where(eq(accounts.id, member.accountId));
    });
    const { raw } = mailOf("plain", { from });
    expect(await judge(await arrive(raw, { from }))).toEqual({ kind: "waits", reason: "poses_as_staff" });
  });

  test.each([
    ["auto-reply", { from: "ada@example.org" }, "ended auto_reply"],
    ["plain", { from: "" }, "ended auto_reply"],
    ["our-own", {}, "ended loop"],
    ["list", {}, "waits automatic"],
    ["bounce", { from: "" }, "ended bounce"],
  ] as const)("%s: kept, and nobody is answered (EM-09)", async (name, envelope, expected) => {
    const before = await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails));
    const id = await arrive(await signedBy("example.org", mailOf(name).raw), envelope);
    const verdict = await judge(id);
    expect(verdict && "reason" in verdict ? `${verdict.kind} ${verdict.reason}` : verdict?.kind).toBe(expected);
    expect(await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails))).toHaveLength(
      before.length,
    );
  });

  test("names that do not answer are asked again for an hour, then the mail waits", async () => {
    const at = "2026-04-01T10:00:00Z";
    const { id } = await arrivedSigned("plain", {}, at);
    const away = () => Promise.reject(Object.assign(new Error("later"), { code: "ETIMEOUT" }));
    await expect(judgeStoredMail(systemAt(db, "2026-04-01T10:59:00Z"), id, away)).rejects.toBeInstanceOf(NamesAway);
    expect((await mailRow(id)).state).toBe("stored");
    expect(await judgeStoredMail(systemAt(db, "2026-04-01T11:01:00Z"), id, away)).toEqual({
      kind: "waits",
      reason: "unverified_sender",
    });
  });

  test("a mail whose worker died is judged by the next look at what waits", async () => {
    const { id } = await arrivedSigned("plain", {}, new Date(Date.now() - 10 * 60_000));
    await judgeWaiting(systemAt(db), names);
    expect((await mailRow(id)).state).toBe("report");
  });

  test("only the portal judges and stores", async () => {
    await expect(judgeStoredMail(as(db, triager), v7(), names)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const mail = { source: "smtp", envelope: { from: "", to: [BOX] }, raw: Buffer.from("x") } as const;
    await expect(storeMail(as(db, triager), { ...mail, envelope: { from: "", to: [BOX] } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await storeMail(systemAt(db), { ...mail, envelope: { from: "", to: ["nobody@example.org"] } })).toEqual({
      stored: 0,
    });
  });
});

/** A token as a mail to this person would carry it. */
async function tokenFor(purpose: "reply" | "bounce", reportId: string, accountId: string | null, days = 90) {
  const token = addressToken(crypto.getRandomValues(new Uint8Array(20)));
  const mailId = v7();
  await inTransaction(systemAt(db), async (tx) => {
    await tx.db
      .insert(mails)
      .values({ id: mailId, template: "report_news", accountId, paramsSealed: Buffer.from("x"), createdAt: tx.now });
    await tx.db.insert(mailTokens).values({
      tokenHash: hashToken(token),
      purpose,
      mailId,
      reportId,
      accountId,
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + days * 86_400_000),
    });
  });
  return { address: taggedAddress(BOX, { purpose, token }), mailId };
}

describe("a reply by its token (EM-06)", () => {
  async function asked() {
    const ann = await newResearcher(db);
    const { reference, reportId } = await sendReport(as(db, ann), cardihab.policy);
    const move = async (name: string, text = "") =>
      moveReport(
        as(db, triager),
        reference,
        moveSchema.parse({ move: name, version: (await reportRow(db, reference)).version, text }),
      );
    await move("start_checking");
    await move("ask_for_information", "Which version?");
    return { ann, from: `${ann.accountId}@example.org`, reference, reportId };
  }

  async function reply(from: string, to: string, options: { signed?: boolean; name?: string } = {}) {
    const { raw } = mailOf(options.name ?? "reply", { from, to });
    const bytes = options.signed === false ? raw : await signedBy("example.org", raw);
    const id = await arrive(bytes, { from, to: [to] });
    return { id, verdict: await judge(id) };
  }

  const thread = (reportId: string) =>
    inTransaction(systemAt(db), (tx) =>
      tx.db
        .select()
        .from(messages)
        .where(and(eq(messages.reportId, reportId), eq(messages.side, "reporter"))),
    );

  test("of its person stands in the thread and answers the question", async () => {
    const { ann, from, reference, reportId } = await asked();
    const { address } = await tokenFor("reply", reportId, ann.accountId);
    const { id, verdict } = await reply(from, address);
    expect(verdict).toEqual({ kind: "reply" });
    expect(await mailRow(id)).toMatchObject({ state: "message", reportId });
    const [message, ...more] = await thread(reportId);
    expect([message?.authorId, more]).toEqual([ann.accountId, []]);
    expect((await reportRow(db, reference)).state).toBe("verifying");
    const seen = await getReporterReport(as(db, ann), reference);
    expect(seen.messages.at(-1)?.html).toContain("It is version 3.");
    expect(JSON.stringify(seen)).not.toContain("token=AAAA");
    expect(await judge(id)).toBeNull();
    expect(await thread(reportId)).toHaveLength(1);
  });

  test("with files: they are the report's", async () => {
    const { ann, from, reportId } = await asked();
    const { address } = await tokenFor("reply", reportId, ann.accountId);
    expect((await reply(from, address, { name: "winmail" })).verdict).toEqual({ kind: "reply" });
    const files = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(attachments).where(eq(attachments.reportId, reportId)),
    );
    expect(files.map(({ side, uploaderId }) => [side, uploaderId])).toEqual([["reporter", ann.accountId]]);
  });

  test("unsigned, of somebody else, with a wrong, an old or another program's token: it waits", async () => {
    const { ann, from, reportId } = await asked();
    const { address } = await tokenFor("reply", reportId, ann.accountId);
    const old = await tokenFor("reply", reportId, ann.accountId, -1);
    const wrong = address.replace(/.@/, address.includes("a@") ? "b@" : "a@");
    const verdicts = [
      await reply(from, address, { signed: false }),
      await reply("mallory@example.org", address),
      await reply(from, wrong),
      await reply(from, old.address),
    ].map(({ verdict }) => verdict && "reason" in verdict && verdict.reason);
    expect(verdicts).toEqual(["unverified_sender", "not_the_person", "token_not_valid", "token_not_valid"]);
    expect(await thread(reportId)).toEqual([]);
  });

  test("with any one sign of its token changed: it waits, however often that is tried (EM-06)", async () => {
    const { ann, from, reportId } = await asked();
    const { address } = await tokenFor("reply", reportId, ann.accountId);
    const [token = ""] = /[a-z2-7]{20,}/.exec(address) ?? [];
    expect(token.length).toBeGreaterThanOrEqual(26);
    for (const [index, sign] of [...token].entries()) {
      const guessed = token.slice(0, index) + (sign === "a" ? "b" : "a") + token.slice(index + 1);
      const { verdict } = await reply(from, address.replace(token, guessed));
      expect(verdict, `sign ${index + 1}`).toEqual({ kind: "waits", reason: "token_not_valid" });
    }
    expect(await thread(reportId)).toEqual([]);
  });

  test("of a report that changed hands since: the token is over", async () => {
    const { from, reportId } = await asked();
    const other = await newResearcher(db);
    const { address } = await tokenFor("reply", reportId, other.accountId);
    expect((await reply(from, address)).verdict).toEqual({ kind: "waits", reason: "token_not_valid" });
  });

  test("to a closed, a restricted or an unknown report: one silence, and the mail is kept (EM-15)", async () => {
    const heard = async ({ ann, from }: Awaited<ReturnType<typeof asked>>) => {
      const toAccount = await inTransaction(systemAt(db), (tx) =>
        tx.db.select({ id: mails.id }).from(mails).where(eq(mails.accountId, ann.accountId)),
      );
      return toAccount.length + (await mailedTo(from)).length;
    };
    const answers = async (prepare: (of: Awaited<ReturnType<typeof asked>>) => Promise<unknown>, token?: string) => {
      const one = await asked();
      const { address } = await tokenFor("reply", one.reportId, one.ann.accountId);
      await prepare(one);
      const before = await heard(one);
      const { id } = await reply(one.from, token ?? address);
      const { rawSealed, state } = await mailRow(id);
      // Nobody but the team's own people is written to.
      return {
        told: (await heard(one)) - before,
        kept: rawSealed.length > 0,
        settled: state !== "stored",
      };
    };
    const silence = { told: 0, kept: true, settled: true };
    const staff = await newStaff(db, cardihab, "coordinator");
    const unknown = taggedAddress(BOX, { purpose: "reply", token: addressToken(randomBytes(20)) });
    expect(
      await answers(async ({ ann, reference }) =>
        moveReport(
          as(db, ann),
          reference,
          moveSchema.parse({ move: "withdraw", version: (await reportRow(db, reference)).version }),
        ),
      ),
    ).toEqual(silence);
    expect(
      await answers(({ reportId }) =>
        inTransaction(systemAt(db), (tx) =>
          tx.db
            .update(reports)
            .set({ readers: [staff.accountId] })
            .where(eq(reports.id, reportId)),
        ),
      ),
    ).toEqual(silence);
    expect(await answers(async () => undefined, unknown)).toEqual(silence);
    // Of somebody who is kept out since: waits for the team, attributed to nobody.
    const kept = await asked();
    const { address } = await tokenFor("reply", kept.reportId, kept.ann.accountId);
    await db.update(accounts).set({ deactivatedAt: new Date() }).where(eq(accounts.id, kept.ann.accountId));
    expect((await reply(kept.from, address)).verdict).toEqual({ kind: "waits", reason: "token_not_valid" });
    expect(await thread(kept.reportId)).toEqual([]);
  });

  test("without a token, a mail that names a report waits beside it", async () => {
    const { from, reference } = await asked();
    const { id } = await arrivedSigned("plain", { from, subject: `Re: [${reference}] New message` });
    expect(await judge(id)).toEqual({ kind: "waits", reason: "names_a_report" });
  });
});

test("tokens that are over are cleared, and nobody but the portal does it", async () => {
  const ann = await newResearcher(db);
  const { reportId } = await sendReport(as(db, ann), cardihab.policy);
  await tokenFor("reply", reportId, ann.accountId, 1);
  await tokenFor("bounce", reportId, ann.accountId, 30);
  const left = async () =>
    (
      await inTransaction(systemAt(db), (tx) =>
        tx.db.select().from(mailTokens).where(eq(mailTokens.reportId, reportId)),
      )
    ).map(({ purpose }) => purpose);
  await expect(clearTokens(as(db, ann))).rejects.toMatchObject({ code: "FORBIDDEN" });
  await clearTokens(systemAt(db));
  expect((await left()).sort()).toEqual(["bounce", "reply"]);
  await clearTokens(systemAt(db, new Date(Date.now() + 2 * 86_400_000)));
  expect(await left()).toEqual(["bounce"]);
});

describe("a mail that came back (EM-16)", () => {
  test("marks its address when it carries the address of that one mail, and changes nothing otherwise", async () => {
    const ann = await newResearcher(db);
    const { reportId } = await sendReport(as(db, ann), cardihab.policy);
    const { address, mailId } = await tokenFor("bounce", reportId, ann.accountId);
    const returned = async () => {
      const [mail] = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).where(eq(mails.id, mailId)));
      const lookup = returnedLookup(`${ann.accountId}@example.org`);
      const marked = await db.select().from(returnedAddresses).where(eq(returnedAddresses.lookup, lookup));
      return [mail?.failure ?? null, marked.length];
    };
    await judge(await arrive(mailOf("bounce").raw, { from: "" }));
    expect(await returned()).toEqual([null, 0]);
    await judge(await arrive(mailOf("bounce-for-now", { to: address }).raw, { from: "", to: [address] }));
    expect(await returned()).toEqual([null, 0]);
    await judge(await arrive(mailOf("bounce", { to: address }).raw, { from: "", to: [address] }));
    expect(await returned()).toEqual(["5.1.1", 1]);
  });
});

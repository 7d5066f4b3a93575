import { readFileSync } from "node:fs";
import { join } from "node:path";
import { desc, eq, sql } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { incomingMails, mails, messages, reports } from "@/db/schema";
import {
  as,
  guest,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { openMailedReport } from "@/lib/guests/mailed/mutations";
import { mailedLinkState } from "@/lib/guests/mailed/queries";
import { claimReport } from "@/lib/guests/mutations/claim";
import { judgeStoredMail } from "@/lib/mail-in/mutations/judge";
import { storeMail } from "@/lib/mail-in/mutations/store";
import { namesOf, signedBy } from "@/lib/mail-in/signed-mail.test-data";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { deliverMail } from "./deliver-mail";
import type { MailTransport } from "./transport";
import { TRIED_HOURS } from "./tried";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
vi.stubEnv("APP_URL", "http://127.0.0.1:3999");
vi.stubEnv("DATA_DIR", "/tmp/portal-mail-in-test");
vi.stubEnv("MAIL_IN_LISTEN", "127.0.0.1:2525");

const database = await testDatabase();
const db = database.app;
const BOX = "security@cardihab.example";
const names = namesOf(["example.org"]);
const plain = readFileSync(join(import.meta.dirname, "../mail-in/fixtures/plain.eml"), "latin1");
let cardihab: TestProgram;
let triager: Actor;
let count = 0;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  triager = await newStaff(db, cardihab, "triager");
});

/** Delivers the newest promised mail of a template, and gives what left. */
async function delivered(template: string) {
  const [mail] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, template)).orderBy(desc(mails.id)).limit(1),
  );
  const sent: { from: string; to: string; bytes: Buffer }[] = [];
  const transport: MailTransport = { close: () => undefined, send: async (one) => void sent.push(one) };
  await deliverMail(systemAt(db), transport, mail?.id ?? "");
  const [only] = sent;
  if (!only) throw new Error("nothing left");
  const parsed = await simpleParser(only.bytes);
  return { ...only, parsed, link: /\/track\/mail\?token=([A-Za-z0-9_-]{43})/.exec(parsed.text ?? "")?.[1] ?? "" };
}

async function arrive(raw: string, to: string): Promise<unknown> {
  await storeMail(systemAt(db), {
    source: "smtp",
    envelope: { from: "ada@example.org", to: [to] },
    raw: await signedBy("example.org", raw),
  });
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(incomingMails).orderBy(desc(incomingMails.id)).limit(1),
  );
  return judgeStoredMail(systemAt(db), row?.id ?? "", names);
}

/** A report that came by mail, with its acknowledgement. */
async function reported() {
  count += 1;
  const from = `ada-${count}@example.org`;
  const raw = plain
    .replaceAll("ada@example.org", from)
    .replace("<plain@", `<plain-${count}@`)
    .replace("Hello", `Hello ${count}`);
  expect(await arrive(raw, BOX)).toEqual({ kind: "report" });
  const [report] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(reports).orderBy(desc(reports.id)).limit(1),
  );
  return {
    from,
    reference: report?.reference ?? "",
    reportId: report?.id ?? "",
    acknowledgement: await delivered("report_received"),
  };
}

describe("the acknowledgement of a mailed report", () => {
  test("answers that mail, is marked as automatic, carries no word of it, and has addresses of its own to reply and to bounce to", async () => {
    const { from, acknowledgement, reference } = await reported();
    const { parsed, bytes } = acknowledgement;
    expect(acknowledgement.to).toBe(from);
    expect(acknowledgement.from).toMatch(/^security\+b\.[a-z2-7]{32}@cardihab\.example$/);
    expect(parsed.replyTo?.value[0]?.address).toMatch(/^security\+r\.[a-z2-7]{32}@cardihab\.example$/);
    expect(parsed.from?.value[0]?.address).toBe(BOX);
    expect(parsed.inReplyTo).toBe(`<plain-${count}@example.org>`);
    expect([parsed.headers.get("auto-submitted"), parsed.headers.get("x-safe-harbour")]).toEqual(["auto-replied", "1"]);
    expect(parsed.subject).toBe(`[${reference}] We received your report`);
    for (const word of ["Header injection", "line break", "onerror"]) expect(bytes.toString()).not.toContain(word);
    expect(String(parsed.text)).toContain("replying to this mail");
  });

  test("opens the report once, for whoever presses the button, and shows the code that a claim asks for (EM-17)", async () => {
    const { acknowledgement, reference } = await reported();
    const { link } = acknowledgement;
    expect(await mailedLinkState(as(db, visitor), link)).toBe("usable");
    const opened = await openMailedReport(as(db, visitor), link);
    expect(opened.reference).toBe(reference);
    const holder = guest({ codes: [opened.code] });
    expect((await getReporterReport(as(db, holder), reference)).reference).toBe(reference);
    expect(await mailedLinkState(as(db, visitor), link)).toBe("used");
    await expect(openMailedReport(as(db, visitor), link)).rejects.toMatchObject({ code: "CONFLICT" });
    await sendMessage(as(db, triager), reference, { text: "Thank you." });
    const next = await delivered("report_news");
    expect([next.link, String(next.parsed.text).includes("/track\n")]).toEqual(["", true]);
    const ann = await newResearcher(db);
    await claimReport(as(db, ann), { reference, code: opened.code, network: "mail-test" });
    expect((await reportRow(db, reference)).reporterId).toBe(ann.accountId);
  });

  test("of two that open one link at once, one is shown the code", async () => {
    const { acknowledgement } = await reported();
    const both = await Promise.allSettled([1, 2].map(() => openMailedReport(as(db, visitor), acknowledgement.link)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("a guessed link opens nothing", async () => {
    expect(await mailedLinkState(as(db, visitor), "x".repeat(43))).toBe("unknown");
    await expect(openMailedReport(as(db, visitor), "x".repeat(43))).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a whole conversation by mail", () => {
  test("a reply to what staff wrote stands in the thread, under the same thread of mails", async () => {
    const { from, reference, reportId, acknowledgement } = await reported();
    await sendMessage(as(db, triager), reference, { text: "Which version?" });
    const news = await delivered("report_news");
    expect(news.parsed.references).toEqual(acknowledgement.parsed.references);
    const to = news.parsed.replyTo?.value[0]?.address ?? "";
    const reply = `From: ${from}\r\nTo: ${to}\r\nSubject: Re: ${news.parsed.subject}\r\nMessage-ID: <r-${count}@example.org>\r\nIn-Reply-To: ${news.parsed.messageId}\r\n\r\nVersion 3.\r\n\r\nOn Monday Cardihab <${to}> wrote:\r\n> ${String(news.parsed.text).replaceAll("\n", "\r\n> ")}\r\n`;
    expect(await arrive(reply, to)).toEqual({ kind: "reply" });
    const thread = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(messages).where(eq(messages.reportId, reportId)),
    );
    expect(thread.map(({ side, authorId }) => [side, authorId === null])).toEqual([
      ["staff", false],
      ["reporter", true],
    ]);
    const opened = await openMailedReport(as(db, visitor), acknowledgement.link);
    const seen = JSON.stringify(await getReporterReport(as(db, guest({ codes: [opened.code] })), reference));
    expect(seen).toContain("Version 3.");
    expect(seen).not.toContain(news.link);
    // Another code is another key to the same door; the address that was given for replies stays theirs.
    expect(await arrive(reply.replace("<r-", "<s-").replace("Version 3", "Version 4"), to)).toEqual({ kind: "reply" });
  });

  test("an account's mails can be replied to as well, and staff's cannot", async () => {
    const ann = await newResearcher(db);
    const { reference } = await sendReport(as(db, ann), cardihab.policy);
    await sendMessage(as(db, triager), reference, { text: "Which version?" });
    const news = await delivered("report_news");
    expect(news.parsed.replyTo?.value[0]?.address).toContain("+r.");
    expect(news.parsed.headers.get("list-unsubscribe") ?? news.parsed.headers.get("list")).toBeDefined();
    await sendMessage(as(db, ann), reference, { text: "Three." });
    expect((await delivered("staff_news")).parsed.replyTo).toBeUndefined();
  });
});

describe("a mail that no server takes", () => {
  const failing = (error: object): MailTransport => ({
    close: () => undefined,
    send: () => Promise.reject(Object.assign(new Error("x"), error)),
  });
  async function promised() {
    const { reference } = await sendReport(as(db, await newResearcher(db)), cardihab.policy);
    expect(reference).not.toBe("");
    const [mail] = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.template, "report_received")).orderBy(desc(mails.id)).limit(1),
    );
    return mail?.id ?? "";
  }
  const row = async (id: string) => {
    const [mail] = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).where(sql`id = ${id}`));
    return mail;
  };

  test("is tried again while the server is away, for three days", async () => {
    const id = await promised();
    const away = failing({ code: "ECONNREFUSED" });
    await expect(deliverMail(systemAt(db), away, id)).rejects.toThrow("the mail transport failed: ECONNREFUSED");
    expect(await row(id)).toMatchObject({ failure: "ECONNREFUSED", gaveUpAt: null, deliveredAt: null });
    const late = new Date(Date.now() + TRIED_HOURS * 3_600_000 + 1000);
    await deliverMail(systemAt(db, late), away, id);
    expect(await row(id)).toMatchObject({ gaveUpAt: expect.any(Date), deliveredAt: null });
  });

  test("is given up at once when its recipient is refused for good, and not when our own sign-in is", async () => {
    const [refused, signIn] = [await promised(), await promised()];
    await deliverMail(systemAt(db), failing({ responseCode: 550, command: "RCPT TO" }), refused);
    expect(await row(refused)).toMatchObject({ failure: "550", gaveUpAt: expect.any(Date) });
    await expect(
      deliverMail(systemAt(db), failing({ code: "EAUTH", responseCode: 535, command: "AUTH PLAIN" }), signIn),
    ).rejects.toThrow("535");
    expect(await row(signIn)).toMatchObject({ failure: "535", gaveUpAt: null });
  });
});

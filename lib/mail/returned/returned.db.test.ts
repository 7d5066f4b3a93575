import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { accounts, accountTokens, mails, returnedAddresses } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  sendGuestReport,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { confirmEmail } from "@/lib/accounts/mutations/sign-up";
import type { Actor } from "@/lib/auth/policy";
import { queueMail } from "@/lib/notifications/mutations";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { deskShell } from "@/lib/triage/shell/queries";
import { hashToken, newToken } from "@/lib/vault/lookup";
import { deliverMail } from "../deliver-mail";
import type { MailTransport } from "../transport";
import { confirmAgain, tryReporterAgain } from "./mutations";
import { ownMailReturned, reporterMailReturned } from "./queries";

vi.stubEnv("APP_URL", "http://127.0.0.1:3999");

const database = await testDatabase();
const db = database.app;
const HOUR = 3_600_000;

let smile: TestProgram;
let triager: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  triager = await newStaff(db, smile, "triager");
});

const sent: string[] = [];
const taking: MailTransport = { close: () => undefined, send: async ({ to }) => void sent.push(to) };
const refusing: MailTransport = {
  close: () => undefined,
  send: () => Promise.reject(Object.assign(new Error("550 nobody"), { responseCode: 550, command: "RCPT TO" })),
};

async function newest(template: string) {
  const [mail] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, template)).orderBy(desc(mails.id)).limit(1),
  );
  if (!mail) throw new Error(`no ${template} was promised`);
  return mail;
}

async function deliver(template: string, transport = taking, at?: Date) {
  const { id } = await newest(template);
  sent.length = 0;
  await deliverMail(systemAt(db, at), transport, id);
  const [row] = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).where(eq(mails.id, id)));
  return { left: sent.length, held: row?.heldFor != null, delivered: row?.deliveredAt != null, failure: row?.failure };
}

/** The token of the newest link that was mailed for an account. */
async function mailedToken(accountId: string): Promise<string> {
  // The mail itself is sealed; a link that the test knows takes its place.
  const token = newToken();
  const links = await db.select().from(accountTokens).where(eq(accountTokens.accountId, accountId));
  const newestLink = links.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  if (!newestLink) throw new Error("no link was issued");
  await db
    .update(accountTokens)
    .set({ tokenHash: hashToken(token) })
    .where(eq(accountTokens.tokenHash, newestLink.tokenHash));
  return token;
}

describe("an address that a server refuses for good", () => {
  test("gets no more mail; its owner and the team read of it, and confirming it sends what waited", async () => {
    const ann = await newResearcher(db);
    const { reference, reportId } = await sendReport(as(db, ann), smile.policy);
    expect(await ownMailReturned(as(db, ann))).toBeNull();
    await expect(confirmAgain(as(db, ann))).rejects.toMatchObject({ code: "CONFLICT" });

    expect(await deliver("report_received", refusing)).toMatchObject({ delivered: false, failure: "550" });
    expect(await ownMailReturned(as(db, ann))).toEqual(expect.any(String));
    expect(await reporterMailReturned(as(db, triager), reference)).toEqual({ since: expect.any(String), guest: false });
    const returned = (await ledgerOf(db, reportId)).filter(({ type }) => type === "mail.returned");
    expect(returned).toHaveLength(1);
    // A recipient who is not there does not mean that mail is down.
    expect(await deskShell({ ...as(db, triager), actor: triager })).toMatchObject({ mailDown: null });

    await sendMessage(as(db, triager), reference, { text: "Which version?" });
    expect(await deliver("report_news")).toEqual({ left: 0, held: true, delivered: false, failure: null });
    await expect(tryReporterAgain(as(db, triager), reference)).rejects.toMatchObject({ code: "CONFLICT" });

    await confirmAgain(as(db, ann));
    // The link that shows that the address works is sent there all the same.
    expect(await deliver("verify_email")).toMatchObject({ left: 1, held: false, delivered: true });
    await confirmEmail(as(db, visitor), { token: await mailedToken(ann.accountId) });
    expect(await ownMailReturned(as(db, ann))).toBeNull();
    expect(await reporterMailReturned(as(db, ann), reference)).toBeNull();
    expect(await deliver("report_news")).toMatchObject({ left: 1, held: false, delivered: true });
    expect(
      (await db.select().from(accounts).where(eq(accounts.id, ann.accountId)))[0]?.emailConfirmedAt,
    ).not.toBeNull();
  });

  test("of a guest is tried again by the team, who leave an event; of two at once one does", async () => {
    const { reference, reportId, holder } = await sendGuestReport(db, smile.policy, { email: "guest@example.org" });
    await deliver("report_received", refusing);
    await sendMessage(as(db, triager), reference, { text: "Are you there?" });
    expect(await deliver("report_news")).toMatchObject({ left: 0, held: true });
    expect(await reporterMailReturned(as(db, holder), reference)).toMatchObject({ guest: true });

    const stranger = await newResearcher(db);
    await expect(tryReporterAgain(as(db, stranger), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(tryReporterAgain(as(db, holder), reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(reporterMailReturned(as(db, stranger), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const both = await Promise.allSettled([1, 2].map(() => tryReporterAgain(as(db, triager), reference)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await deliver("report_news")).toMatchObject({ left: 1, delivered: true });
    expect((await ledgerOf(db, reportId)).map(({ type }) => type)).toContain("mail.tried_again");
    expect(await db.select().from(returnedAddresses)).toEqual([]);
  });

  test("what was held longer than any mail is tried is not sent any more", async () => {
    const ann = await newResearcher(db);
    const { reference } = await sendReport(as(db, ann), smile.policy);
    await deliver("report_received", refusing);
    await sendMessage(as(db, triager), reference, { text: "Which version?" });
    await deliver("report_news");
    const held = await newest("report_news");
    await confirmAgain(as(db, ann));
    const late = new Date(Date.now() + 47 * HOUR);
    await confirmEmail(as(db, visitor, late), { token: await mailedToken(ann.accountId) });
    const ids = async () =>
      (await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails))).map(({ id }) => id);
    expect(await ids()).toContain(held.id);

    await deliver("report_received", refusing);
    await inTransaction(systemAt(db), (tx) =>
      tx.db
        .update(mails)
        .set({ gaveUpAt: null, deliveredAt: null, createdAt: new Date(Date.now() - 80 * HOUR) })
        .where(eq(mails.id, held.id)),
    );
    const again = await sendReport(as(db, ann), smile.policy);
    expect(again.reference).not.toBe(reference);
    await deliver("report_received", refusing);
    sent.length = 0;
    await deliverMail(systemAt(db), taking, held.id);
    expect(sent).toEqual([]);
    await confirmAgain(as(db, ann));
    await confirmEmail(as(db, visitor), { token: await mailedToken(ann.accountId) });
    expect(await ids()).not.toContain(held.id);
  });

  test("wakes for an urgent notice all the same", async () => {
    const officer = await newStaff(db, smile, "privacy_officer");
    const address = `${officer.accountId}@example.org`;
    await inTransaction(systemAt(db), (tx) => queueMail(tx, "on_call_ended", { address }, { program: "Smile" }));
    await deliver("on_call_ended", refusing);
    await inTransaction(systemAt(db), (tx) => queueMail(tx, "on_call_ended", { address }, { program: "Smile" }));
    expect(await deliver("on_call_ended")).toMatchObject({ left: 0, held: true });
    const urgent = { reference: "SDH-0000-0000", program: "Smile", what: "urgent" } as const;
    await inTransaction(systemAt(db), (tx) => queueMail(tx, "staff_news", { address }, urgent));
    expect(await deliver("staff_news")).toMatchObject({ left: 1, held: false });
  });
});

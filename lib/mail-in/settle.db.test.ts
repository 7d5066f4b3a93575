import { readFileSync } from "node:fs";
import { join } from "node:path";
import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { events, incomingMails, mails, messages } from "@/db/schema";
import {
  as,
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
import { getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { judgeStoredMail } from "./mutations/judge";
import { acceptAsReport, discardMail, putWithReport } from "./mutations/settle";
import { storeMail } from "./mutations/store";
import { listMails, mailBytes, staffMail } from "./queries";

vi.stubEnv("DATA_DIR", "/tmp/portal-mail-in-test");

const database = await testDatabase();
const db = database.app;
const plain = readFileSync(join(import.meta.dirname, "fixtures/plain.eml"), "latin1");
let cardihab: TestProgram;
let people: Record<"triager" | "elsewhere" | "researcher" | "auditor", Actor>;
let count = 0;

beforeAll(async () => {
  const portal = await openPortal(db);
  cardihab = portal.cardihab;
  people = {
    triager: await newStaff(db, cardihab, "triager"),
    elsewhere: await newStaff(db, portal.smile, "coordinator"),
    researcher: await newResearcher(db),
    auditor: await newStaff(db, cardihab, "auditor"),
  };
});

/** A mail that nobody signed, judged. */
async function waiting(raw = plain, at?: string): Promise<{ publicId: string; from: string }> {
  count += 1;
  const from = `ada-${count}@example.org`;
  const own = raw.replaceAll("ada@example.org", from).replace("Hello", `Hello ${count}`);
  await storeMail(systemAt(db, at), {
    source: "smtp",
    envelope: { from, to: ["security@cardihab.example"] },
    raw: Buffer.from(own, "latin1"),
  });
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(incomingMails).orderBy(desc(incomingMails.id)).limit(1),
  );
  await judgeStoredMail(systemAt(db, at), row?.id ?? "", () =>
    Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" })),
  );
  return { publicId: row?.publicId ?? "", from };
}

const staff = () => as(db, people.triager);
const stateOf = async (publicId: string) => {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(incomingMails).where(eq(incomingMails.publicId, publicId)),
  );
  return row?.state;
};
async function settledEvents(publicId: string) {
  const rows = await db.select().from(events).where(eq(events.type, "mail.settled"));
  return rows
    .map(({ payload, actorId }) => ({ ...(payload as { mail: string; as: string }), actorId }))
    .filter(({ mail }) => mail === publicId);
}

describe("what the desk sees", () => {
  test("the mail as text with the reason, in the list and by itself; its bytes as they came", async () => {
    const { publicId, from } = await waiting();
    const { rows } = await listMails(staff(), { list: "waiting" });
    expect(rows.find((row) => row.publicId === publicId)).toMatchObject({ from, reason: "unverified_sender" });
    const mail = await staffMail(staff(), publicId);
    expect(mail).toMatchObject({
      subject: "Header injection in the export",
      verified: false,
      from: `Ada Heron <${from}>`,
    });
    expect(mail.text).toContain("<img src=x");
    expect((await mailBytes(staff(), publicId)).toString("latin1")).toContain(`Hello ${count}`);
  });

  test.each(["elsewhere", "researcher", "auditor"] as const)(
    "%s: there is no such mail, to read or to settle",
    async (who) => {
      const { publicId } = await waiting();
      const ctx = as(db, people[who]);
      const tries = [
        () => staffMail(ctx, publicId),
        () => mailBytes(ctx, publicId),
        () => acceptAsReport(ctx, publicId, { version: 1 }),
        () => putWithReport(ctx, publicId, { reference: "CDH-0000-0000", version: 1 }),
        () => discardMail(ctx, publicId, { reason: "x", version: 1 }),
        () => listMails(ctx, { programSlug: cardihab.slug, list: "waiting" }),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(staffMail(as(db, visitor), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(await stateOf(publicId)).toBe("quarantined");
    },
  );
});

describe("settling", () => {
  test("as a report: received when the mail was, its sender unproven, and nobody acknowledged to", async () => {
    const at = "2026-05-04T15:00:00Z";
    const { publicId } = await waiting(plain, at);
    const before = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.template, "report_received")),
    );
    const { reference } = await acceptAsReport(staff(), publicId, { version: 1 });
    const row = await reportRow(db, reference);
    expect(row).toMatchObject({ channel: "mail", reporterId: null });
    expect(row.flags).toContain("sender_unverified");
    expect(Math.abs(row.receivedAt.getTime() - Date.parse(at))).toBeLessThan(5000);
    const after = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.template, "report_received")),
    );
    expect(after).toHaveLength(before.length);
    const seen = await getStaffReport(staff(), reference);
    expect(seen.clocks.find(({ clock }) => clock === "first_response")?.state).toBe("missed");
    const triager = people.triager.kind === "staff" ? people.triager.accountId : "";
    expect(await settledEvents(publicId)).toEqual([expect.objectContaining({ as: "report", actorId: triager })]);
    await expect(staffMail(staff(), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a mail that could not be read becomes a report with the mail as its file", async () => {
    const parts = "--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n".repeat(2000);
    const { publicId } = await waiting(
      `From: ada@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}`,
    );
    expect((await staffMail(staff(), publicId)).reason).toBe("unreadable");
    const { reference } = await acceptAsReport(staff(), publicId, { version: 1 });
    const seen = await getStaffReport(staff(), reference);
    expect(JSON.stringify(seen)).toContain("mail.eml");
  });

  test("with a report: a note for the team, no message, no clock moved", async () => {
    const { reference, reportId } = await sendReport(as(db, people.researcher), cardihab.policy);
    const { publicId, from } = await waiting();
    const { version } = await reportRow(db, reference);
    await putWithReport(staff(), publicId, { reference, version: 1 });
    const { notes } = await getStaffReport(staff(), reference);
    expect(notes.map((note) => JSON.stringify(note)).join()).toContain(from);
    const said = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(messages).where(eq(messages.reportId, reportId)),
    );
    expect(said).toEqual([]);
    expect((await reportRow(db, reference)).version).toBe(version);
    expect(await stateOf(publicId)).toBe("noted");
    await expect(putWithReport(staff(), publicId, { reference, version: 2 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("with a report of another program, or none: said at the field", async () => {
    const { publicId } = await waiting();
    await expect(putWithReport(staff(), publicId, { reference: "CDH-0000-0000", version: 1 })).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { reference: [expect.any(String)] },
    });
    expect(await stateOf(publicId)).toBe("quarantined");
  });

  test("put away with a reason, and taken up again", async () => {
    const { publicId } = await waiting();
    await discardMail(staff(), publicId, { reason: "An advertisement.", version: 1 });
    expect(await staffMail(staff(), publicId)).toMatchObject({
      state: "discarded",
      note: "An advertisement.",
      version: 2,
    });
    expect((await listMails(staff(), { list: "others" })).rows.map((row) => row.publicId)).toContain(publicId);
    expect((await acceptAsReport(staff(), publicId, { version: 2 })).reference).toMatch(/^CDH-/);
  });

  test("of two at once one wins, and the other is told", async () => {
    const { publicId } = await waiting();
    const both = await Promise.allSettled([
      acceptAsReport(staff(), publicId, { version: 1 }),
      discardMail(staff(), publicId, { reason: "x", version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: "CONFLICT" });
    expect(await settledEvents(publicId)).toHaveLength(1);
  });
});

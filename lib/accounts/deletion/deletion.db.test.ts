import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { accounts, credits, inboxItems, ownReferences, passwords, receipts, reportDrafts, sessions } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { actorOfToken } from "@/lib/auth/session";
import { rotateReceiptKey } from "@/lib/receipts/mutations";
import { allReceiptKeys } from "@/lib/receipts/queries";
import { verifyReceipt } from "@/lib/receipts/verify";
import { nameOwnReport } from "@/lib/reports/mine/mutations";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { hashToken } from "@/lib/vault/lookup";
import { accountData, ownReports } from "../export/queries";
import { anchorOf, readableHead, readableReport } from "../export/readable";
import { PASSWORD, withPassword } from "../password.test-data";
import { deleteAccount } from "./mutations";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let ann: Actor & { kind: "researcher" };
let triager: Actor & { kind: "staff" };
let reference: string;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  await rotateReceiptKey(systemAt(db));
  triager = await newStaff(db, smile, "triager");
});

beforeEach(async () => {
  ann = await withPassword(db, await newResearcher(db));
  const typed = { identity: "details", contactName: "Ann Canary", email: "canary@example.org", group: "Canaries" };
  ({ reference } = await sendReport(as(db, ann), smile.policy, typed));
});

async function signedIn(): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const at = new Date();
  const expiresAt = new Date(at.getTime() + 3_600_000);
  const session = { accountId: ann.accountId, createdAt: at, lastSeenAt: at, expiresAt, device: "Test" };
  await inTransaction(systemAt(db), (tx) => tx.db.insert(sessions).values({ tokenHash: hashToken(token), ...session }));
  return token;
}

const everything = () =>
  inTransaction(systemAt(db), async (tx) => ({
    account: (await tx.db.select().from(accounts).where(eq(accounts.id, ann.accountId)))[0],
    password: await tx.db.select().from(passwords).where(eq(passwords.accountId, ann.accountId)),
    inbox: await tx.db.select().from(inboxItems).where(eq(inboxItems.accountId, ann.accountId)),
    drafts: await tx.db.select().from(reportDrafts).where(eq(reportDrafts.accountId, ann.accountId)),
    own: await tx.db.select().from(ownReferences),
  }));

test("who it was is gone at once; the report stays without a name, and its receipt verifies (AL-11)", async () => {
  const [token, draft] = [await signedIn(), await writeDraft(as(db, ann), smile.policy)];
  expect(draft).toBeTruthy();
  await sendMessage(as(db, triager), reference, { text: "We are looking." });
  await nameOwnReport(as(db, ann), reference, { text: "BB-12" });
  expect(await actorOfToken(db, token)).toMatchObject({ kind: "researcher" });
  await deleteAccount(as(db, ann), { password: PASSWORD });

  expect(await actorOfToken(db, token)).toEqual({ kind: "anonymous" });
  const left = await everything();
  expect(left).toMatchObject({ password: [], inbox: [], drafts: [{ submittedAt: expect.any(Date) }], own: [] });
  expect(left.account?.deletedAt).not.toBeNull();
  const staff = await getStaffReport(as(db, triager), reference);
  expect(JSON.stringify(staff)).not.toMatch(/canary/i);
  expect(staff).toMatchObject({ reporterHandle: "No name given", messages: [{ side: "staff" }] });
  expect(staff.withheld.map(({ reason }) => reason)).toContain("Its reporter deleted their account.");
  const { id } = await reportRow(db, reference);
  const [receipt] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select({ json: receipts.json }).from(receipts).where(eq(receipts.reportId, id)),
  );
  expect(verifyReceipt(receipt?.json ?? "", await allReceiptKeys(systemAt(db)))).toMatchObject({ ok: true });
  await expect(deleteAccount(as(db, ann), { password: PASSWORD })).rejects.toMatchObject({ code: "INVALID" });
});

test("a credit that was not agreed to is dropped; one that was stays", async () => {
  const agreed = await sendReport(as(db, ann), smile.policy);
  const { id } = await reportRow(db, reference);
  const change = (reportId: string, consent: "pending" | "given") =>
    inTransaction(systemAt(db), (tx) =>
      tx.db.update(credits).set({ wish: "name", consent }).where(eq(credits.reportId, reportId)),
    );
  await change(id, "pending");
  await change(agreed.reportId, "given");
  await deleteAccount(as(db, ann), { password: PASSWORD });
  const left = async (reportId: string) =>
    (await inTransaction(systemAt(db), (tx) => tx.db.select().from(credits).where(eq(credits.reportId, reportId)))).map(
      ({ wish, consent }) => `${wish} ${consent}`,
    );
  expect(await left(id)).toEqual(["no pending"]);
  expect(await left(agreed.reportId)).toEqual(["name given"]);
});

test("not without the password, and not by staff, who hold roles", async () => {
  await expect(deleteAccount(as(db, ann), { password: "wrong" })).rejects.toMatchObject({
    code: "INVALID",
    fieldErrors: { password: [expect.any(String)] },
  });
  await withPassword(db, triager);
  await expect(deleteAccount(as(db, triager), { password: PASSWORD })).rejects.toMatchObject({ code: "CONFLICT" });
  const asIf: Actor = { kind: "researcher", accountId: triager.accountId };
  await expect(deleteAccount(as(db, asIf), { password: PASSWORD })).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(deleteAccount(as(db, { kind: "anonymous" }), { password: PASSWORD })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect((await everything()).account?.deletedAt).toBeNull();
});

test("of two at once one deletes", async () => {
  const both = await Promise.allSettled([1, 2].map(() => deleteAccount(as(db, ann), { password: PASSWORD })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a copy holds one's own account, drafts and reports, and nothing of anybody else or of the team's notes", async () => {
  await writeDraft(as(db, ann), smile.policy);
  await nameOwnReport(as(db, ann), reference, { text: "BB-12" });
  const other = await newResearcher(db);
  const theirs = await sendReport(as(db, other), smile.policy);
  await sendMessage(as(db, triager), reference, { text: "Which **version**?\n\n```\ncurl -i x\n```" });
  await addNote(as(db, triager), reference, { text: "A word between us." });
  const { account, drafts, index, at } = await accountData(as(db, ann));
  expect(index).toMatchObject([{ reference, program: smile.slug, status: expect.any(String) }]);
  expect(account).toMatchObject({ email: `${ann.accountId}@example.org`, profile: { displayName: "Somebody" } });
  expect(drafts).toHaveLength(1);
  const reports = [];
  for await (const report of ownReports(as(db, ann))) reports.push(report);
  expect(reports).toMatchObject([{ exported: { reference, type: "report-export" }, ownReference: "BB-12" }]);
  const toRead = [readableHead({ account, drafts, index, at }), ...reports.map(readableReport)].join("");
  for (const copy of [JSON.stringify([account, drafts, index, reports]), toRead]) {
    expect(copy).not.toContain(theirs.reference);
    expect(copy).not.toContain("between us");
  }
  // As it was written, in a block that it cannot close.
  expect(reports[0]?.exported.messages[0]?.text).toBe("Which **version**?\n\n```\ncurl -i x\n```");
  expect(toRead).toContain("````\nWhich **version**?\n\n```\ncurl -i x\n```\n````");
  expect(toRead).toContain(`- [${reference}](#${anchorOf(reference)})`);
  expect(toRead).toContain(`<a id="${anchorOf(reference)}"></a>`);
  await expect(accountData(as(db, { kind: "anonymous" }))).rejects.toMatchObject({ code: "NOT_FOUND" });
  // Every word of what was sent is the reporter's own.
  expect((await getReporterReport(as(db, ann), reference)).reference).toBe(reference);
});

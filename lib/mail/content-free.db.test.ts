import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { beforeAll, expect, test, vi } from "vitest";
import { accounts, mails } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { inviteStaff } from "@/lib/accounts/mutations/invite-staff";
import type { Actor } from "@/lib/auth/policy";
import { namePerson } from "@/lib/credit/named/mutations";
import { askQuestion } from "@/lib/inquiries/mutations";
import { chooseNotifications, sendDigests } from "@/lib/notifications/chosen/mutations";
import { moveSchema } from "@/lib/reports/moves";
import { addInformation } from "@/lib/reports/mutations/add";
import { moveReport } from "@/lib/reports/mutations/move";
import { sendNotice } from "@/lib/reports/mutations/urgent";
import { watchClocks } from "@/lib/reports/mutations/watch-clocks";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import { deliverMail } from "./deliver-mail";
import type { MailTransport } from "./transport";

vi.stubEnv("APP_URL", "https://portal.example.org");
vi.stubEnv("MAIL_IN_LISTEN", "127.0.0.1:2525");

const database = await testDatabase();
const db = database.app;
const DAY = 86_400_000;

/** Found again wherever it comes out, in any encoding that mailparser undoes. */
const canary = (where: string) => `CANARY-${where}-${randomBytes(4).toString("hex")}`;
/** With what a display name may try: markup, a link, a header of its own. */
const hostile = (where: string) =>
  `${canary(where)} <a href="https://evil.example">x</a> =?utf-8?Q?=0D=0ABcc:_x@evil.example?= %0d%0aBcc`;

let smile: TestProgram;
let staff: Record<"triager" | "coordinator" | "admin" | "privacy_officer", Actor>;

async function named(actor: Actor, where: string): Promise<Actor> {
  if (actor.kind !== "researcher" && actor.kind !== "staff") return actor;
  const place = { table: "accounts", column: "profile_sealed", rowId: actor.accountId };
  const profileSealed = sealWithRing(ring(), place, JSON.stringify({ displayName: hostile(where) }));
  await db.update(accounts).set({ profileSealed }).where(eq(accounts.id, actor.accountId));
  return actor;
}

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  const of = async (role: keyof typeof staff) => named(await newStaff(db, smile, role), role);
  staff = {
    triager: await of("triager"),
    coordinator: await of("coordinator"),
    admin: { ...(await of("admin")), steppedUp: true } as Actor,
    privacy_officer: await of("privacy_officer"),
  };
});

const typed = (who: string) => ({
  title: `${canary(`${who}-title`)} =?utf-8?Q?=0D=0ABcc:_x@evil.example?= %0d%0aBcc`,
  details: hostile(`${who}-details`),
  contactName: `${canary(`${who}-name`)} <a href="https://evil.example">x</a>`,
});

async function move(actor: Actor, reference: string, name: string, more: Record<string, string> = {}) {
  const { version } = await reportRow(db, reference);
  await moveReport(as(db, actor), reference, moveSchema.parse({ move: name, version, ...more }));
}

test("no mail says a word of a report, of a message or of a person, nor how severe it is (EM-03)", async () => {
  const ann = await named(await newResearcher(db), "researcher");
  const { reference } = await sendReport(as(db, ann), smile.policy, typed("account"));
  const guest = await sendGuestReport(db, smile.policy, { ...typed("guest"), email: "guest@example.org" });
  await move(staff.triager, reference, "start_checking");
  await move(staff.triager, reference, "ask_for_information", { text: hostile("question") });
  await sendMessage(as(db, ann), reference, { text: hostile("answer") });
  await addInformation(as(db, ann), reference, { about: "", text: hostile("addition") });
  await addNote(as(db, staff.triager), reference, { text: hostile("note") });
  await sendMessage(as(db, staff.coordinator), guest.reference, { text: hostile("message") });
  await move(staff.triager, reference, "validate", { severity: "critical", text: hostile("decision") });
  const credited = { text: canary("credit"), organisation: canary("organisation"), url: "" };
  await namePerson(as(db, ann), reference, { ...credited, email: "helper@example.org", roles: ["finder"] });
  await inviteStaff(as(db, staff.admin), { email: "new@example.org", programSlug: smile.slug, role: "triager" });
  await askQuestion(as(db, visitor), smile.slug, {
    subject: hostile("subject"),
    text: hostile("inquiry"),
    email: "asker@example.org",
    sure: "yes",
    idempotencyKey: newToken(),
    network: "test",
  });
  await sendNotice(as(db, visitor), {
    programSlug: smile.slug,
    answers: { exposed: "yes", summary: hostile("notice"), email: "urgent@example.org" },
    key: newToken(),
  });
  await chooseNotifications(as(db, ann), { "reporter.message": { way: "digest", inbox: true } });
  await sendMessage(as(db, staff.triager), reference, { text: hostile("digested") });
  await sendDigests(systemAt(db));
  await watchClocks(systemAt(db, new Date(Date.now() + 10 * DAY)));

  const sent: { to: string; from: string; bytes: Buffer }[] = [];
  const transport: MailTransport = { close: () => undefined, send: async (one) => void sent.push(one) };
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id));
  for (const { id } of rows) await deliverMail(systemAt(db), transport, id);
  const templates = new Set(rows.map(({ template }) => template));
  for (const template of ["report_received", "report_news", "staff_news", "credit_asked", "invitation", "digest"]) {
    expect([...templates]).toContain(template);
  }
  for (const template of ["inquiry_news", "inquiry_staff_news", "clock_news"])
    expect([...templates]).toContain(template);
  expect(sent.length).toBeGreaterThan(12);
  for (const { bytes, to, from } of sent) {
    const mail = await simpleParser(bytes);
    const headers = mail.headerLines.map(({ line }) => line).join("\n");
    const said = [bytes.toString(), headers, mail.subject, mail.text, mail.html, to, from].join("\n");
    expect(said).not.toMatch(/CANARY|evil\.example|quietmoth|critical/i);
    expect(mail.attachments).toEqual([]);
    expect(mail.headerLines.filter(({ key }) => ["to", "cc", "bcc"].includes(key))).toHaveLength(1);
  }
});

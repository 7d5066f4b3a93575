import { eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import {
  accounts,
  attachments,
  clockNotices,
  complianceStatements,
  digestItems,
  disclosureRequests,
  heldPages,
  incomingMails,
  internalNotes,
  mailTokens,
  messages,
  messageVersions,
  ownReferences,
  policyLessons,
  presences,
  receiptKeys,
  replyDrafts,
  reportDrafts,
  reportHandling,
  reportReferences,
  reportRelations,
  reportTags,
  reportWatchers,
  reportWeaknesses,
  splitProposals,
  ssvcDecisions,
  webhookDeliveries,
  webhookEndpoints,
} from "@/db/schema";
import {
  as,
  guest,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
  writeDraft,
} from "@/db/testing/factories";
import { CLASSIFIED, covered, secured } from "@/db/testing/tables";
import { testDatabase } from "@/db/testing/test-db";
import { newFile } from "@/lib/attachments/mutations/begin-upload";
import { sealName } from "@/lib/attachments/mutations/loaded";
import type { Actor } from "@/lib/auth/policy";
import { newReceiptCode } from "@/lib/guests/code-hash";
import { moveSchema } from "@/lib/reports/moves";
import { addInformation } from "@/lib/reports/mutations/add";
import { moveReport } from "@/lib/reports/mutations/move";
import { redactAnswer } from "@/lib/reports/mutations/redact";
import { sendNotice } from "@/lib/reports/mutations/urgent";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { newToken } from "@/lib/vault/lookup";
import { openSql } from "./connection";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let ann: Actor & { kind: "researcher" };
let bob: Actor & { kind: "researcher" };
let triager: Actor & { kind: "staff" };
let elsewhere: Actor & { kind: "staff" };
let annReport: { reference: string; reportId: string };
let bobReport: { reference: string; reportId: string };
/** A guest's urgent notice to Bob's program, which no privacy officer has released. */
let notice: { reference: string; reportId: string; holder: Actor };

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  elsewhere = await newStaff(db, cardihab, "coordinator");
  const cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";
  annReport = await sendReport(as(db, ann), smile.policy, { cvss });
  bobReport = await sendReport(as(db, bob), cardihab.policy, { cvss });
  for (const [staff, report] of [
    [triager, annReport],
    [elsewhere, bobReport],
  ] as const) {
    await moveReport(as(db, staff), report.reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
    await sendMessage(as(db, staff), report.reference, { text: "We are looking." });
    await addNote(as(db, staff), report.reference, { text: "Between us." });
    await getStaffReport(as(db, staff), report.reference, { seen: true });
    // Ann reads hers, and Bob never does.
    if (report === annReport) await getReporterReport(as(db, ann), report.reference, { seen: true });
    const coordinator = await newStaff(db, report === annReport ? smile : cardihab, "coordinator");
    await redactAnswer(as(db, coordinator), report.reference, {
      key: "details",
      reason: "It named a patient.",
      sure: "yes",
    });
    await inTransaction(systemAt(db), async (tx) => {
      await tx.db.insert(attachments).values(fileOf(report.reportId, tx.now));
      const programId = report === annReport ? smile.id : cardihab.id;
      await tx.db.insert(policyLessons).values({ ...report, programId, markedAt: tx.now });
      const { reportId } = report;
      await tx.db
        .insert(clockNotices)
        .values({ reportId, clock: "acknowledge", run: 1, threshold: "half", dueAt: tx.now, noticedAt: tx.now });
      const [sealed, day] = [Buffer.from("x"), 86_400_000];
      const waiting = { source: "smtp", state: "quarantined", reason: "names_a_report", size: 1 } as const;
      await tx.db.insert(incomingMails).values({
        ...waiting,
        publicId: v7(),
        programId,
        reportId,
        dataKey: sealed,
        envelopeSealed: sealed,
        rawSealed: sealed,
        receivedAt: tx.now,
      });
      const [{ id: accountId } = { id: "" }] = await tx.db.select({ id: accounts.id }).from(accounts).limit(1);
      await tx.db.insert(digestItems).values({ accountId, reportId, event: "reporter.message", createdAt: tx.now });
      const token = { purpose: "reply", mailId: v7(), createdAt: tx.now, expiresAt: tx.now } as const;
      await tx.db.insert(mailTokens).values({ ...token, tokenHash: Buffer.from(v7()), reportId });
      const decideBy = new Date(tx.now.getTime() + 5 * day);
      await tx.db
        .insert(splitProposals)
        .values({ reportId, state: "declined", partsSealed: sealed, proposedAt: tx.now, decideBy });
      await tx.db.insert(reportHandling).values({ reportId });
      await tx.db.insert(ssvcDecisions).values({ reportId, tableVersion: "1", decidedAt: tx.now });
      await tx.db.insert(reportTags).values({ reportId, programId, tag: "export" });
      await tx.db.insert(reportWeaknesses).values({ reportId, programId, cwe: 79 });
      await tx.db.insert(reportReferences).values({ reportId, publicId: v7(), entrySealed: sealed, addedAt: tx.now });
      await tx.db.insert(reportWatchers).values({ reportId, accountId: coordinator.accountId, since: tx.now });
      const [key] = await tx.db.select({ kid: receiptKeys.kid }).from(receiptKeys);
      await tx.db.insert(complianceStatements).values({
        reportId,
        publicId: v7(),
        statementSealed: sealed,
        kid: key?.kid ?? "",
        issuedAt: tx.now,
      });
      const endpoint = { id: v7(), publicId: v7(), programId, urlSealed: sealed, secretSealed: sealed, events: [] };
      await tx.db.insert(webhookEndpoints).values({ ...endpoint, createdAt: tx.now });
      await tx.db.insert(webhookDeliveries).values({
        messageId: v7(),
        endpointId: endpoint.id,
        reportId,
        type: "report.received",
        body: "{}",
        createdAt: tx.now,
      });
      await tx.db.insert(ownReferences).values({ reportId, bodySealed: sealed, changedAt: tx.now });
      await tx.db.insert(disclosureRequests).values({ reportId, state: "asked", askedAt: tx.now });
      const [message] = await tx.db.select().from(messages).where(eq(messages.reportId, reportId)).limit(1);
      await tx.db
        .insert(messageVersions)
        .values({ reportId, messageId: message?.id ?? "", bodySealed: sealed, writtenAt: tx.now });
      for (const accountId of [staff.accountId, report === annReport ? ann.accountId : bob.accountId]) {
        await tx.db
          .insert(replyDrafts)
          .values({ reportId, accountId, kind: "reply", bodySealed: sealed, savedAt: tx.now });
      }
      await tx.db
        .insert(presences)
        .values({ reportId, accountId: staff.accountId, doing: "viewing", until: new Date(tx.now.getTime() + day) });
    });
  }
  // Two that look alike, of which each side's staff read one: neither learns of the other.
  await inTransaction(systemAt(db), (tx) =>
    tx.db.insert(reportRelations).values({
      reportId: annReport.reportId,
      otherId: bobReport.reportId,
      relation: "related",
      decidedAt: tx.now,
    }),
  );
  const key = newToken();
  const answers = { exposed: "yes", summary: "A list of patients is open." };
  const { reference, guest: opened } = await sendNotice(as(db, visitor), {
    programSlug: cardihab.slug,
    answers,
    key,
  });
  const { id } = await reportRow(db, reference);
  notice = { reference, reportId: id, holder: guest({ codes: [opened?.code ?? ""] }) };
  for (const [reporter, { reference }] of [
    [ann, annReport],
    [bob, bobReport],
  ] as const) {
    await addInformation(as(db, reporter), reference, { about: "", text: "It is in the test system too." });
  }
  await writeDraft(as(db, bob), cardihab.policy);
  await inTransaction(systemAt(db), async (tx) => {
    const [draft] = await tx.db.select().from(reportDrafts).where(eq(reportDrafts.accountId, bob.accountId)).limit(1);
    await tx.db.insert(heldPages).values({ draftId: draft?.id ?? "", pageSealed: Buffer.from("x"), heldAt: tx.now });
  });
});

function fileOf(reportId: string, createdAt: Date): typeof attachments.$inferInsert {
  const { file, wrapped, publicId } = newFile();
  const { storageKey, place } = file;
  const sealed = { dataKey: wrapped, nameSealed: sealName(file, { name: "proof.txt", modified: 0 }) };
  const facts = { side: "reporter", declared: "txt", size: 1, scan: "off", createdAt } as const;
  return { id: place.fileId, reportId, publicId, storageKey, ...sealed, ...facts };
}

/** Rows about reports that this actor's statements see, by table. */
function visible(actor: Actor): Promise<Record<string, number>> {
  return inTransaction(as(db, actor), async (tx) => {
    const found: Record<string, number> = {};
    for (const table of covered) {
      const ofReports = CLASSIFIED[table] === "mixed" ? sql` where report_id is not null` : sql``;
      const rows = await tx.db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table)}${ofReports}`,
      );
      found[table] = rows[0]?.n ?? -1;
    }
    return found;
  });
}

/** Tables about a report of which its reporter sees no row. */
const STAFF_ALONE = [
  "incoming_mails",
  "internal_notes",
  "policy_lessons",
  "presences",
  "report_handling",
  "report_weaknesses",
  "ssvc_decisions",
  "report_tags",
  "report_references",
  "report_watchers",
];

/** Tables about a report of which its staff see no row. */
const REPORTER_ALONE = ["own_references"];

const nothing = Object.fromEntries(covered.map((table) => [table, 0]));

describe("the schema (AZ-25)", () => {
  test("every table is classified, and every one that is not public is under forced row security with a policy", async () => {
    const tables = await db.execute<{
      name: string;
      enabled: boolean;
      forced: boolean;
      policies: number;
      linked: boolean;
    }>(sql`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'report_id' and not a.attisdropped) as linked
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm', 'v')`);
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(CLASSIFIED).sort());
    const uncovered = tables.filter(
      ({ name, enabled, forced, policies }) => secured.includes(name) && !(enabled && forced && policies > 0),
    );
    expect(uncovered).toEqual([]);
    expect(tables.filter(({ name, linked }) => linked && !covered.includes(name))).toEqual([]);
  });

  test("the portal connects as a role that can pass none of it", async () => {
    const [role] = await db.execute(sql`
      select current_user::text as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
        (select count(*)::int from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace) as owns,
        (select count(*)::int from pg_auth_members where member = pg_roles.oid) as memberships
      from pg_roles where rolname = current_user`);
    expect(role).toEqual({
      name: "portal_app",
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owns: 0,
      memberships: 0,
    });
  });

  test("no function runs with its owner's rights, and no view or superuser's table stands beside the policies", async () => {
    const definers = await db.execute(sql`
      select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`);
    expect([...definers]).toEqual([]);
    const strange = await db.execute(sql`
      select c.relname, pg_get_userbyid(c.relowner) from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
        and pg_get_userbyid(c.relowner) <> 'portal_owner'`);
    expect([...strange]).toEqual([]);
  });

  test("the same questions find a table that is not covered", async () => {
    const owner = openSql(database.ownerUrl);
    try {
      await owner`create table forgotten (report_id uuid)`;
      const found = await db.execute(
        sql`select relname from pg_class where relname = 'forgotten' and not relrowsecurity`,
      );
      expect([...found]).toEqual([{ relname: "forgotten" }]);
      expect(Object.keys(CLASSIFIED)).not.toContain("forgotten");
    } finally {
      await owner`drop table forgotten`;
      await owner.end();
    }
  });
});

describe("who sees what (AZ-01)", () => {
  test("something of every kind is stored", async () => {
    const all = await visible({ kind: "system", job: "test" });
    for (const table of covered) expect(all[table], table).toBeGreaterThan(0);
  });

  test("without an actor: no row of any table with report data, for the owner neither", async () => {
    for (const who of [db, database.owner]) {
      for (const table of covered) {
        const ofReports = CLASSIFIED[table] === "mixed" ? sql` where report_id is not null` : sql``;
        const rows = await who.execute<{ n: number }>(
          sql`select count(*)::int as n from ${sql.identifier(table)}${ofReports}`,
        );
        expect(rows[0]?.n, table).toBe(0);
      }
    }
  });

  test("an actor of one transaction is forgotten by the next on the same connection", async () => {
    await inTransaction(as(db, ann), (tx) => tx.db.execute(sql`select 1`));
    await inTransaction(systemAt(db), (tx) => tx.db.execute(sql`select 1`));
    const settings = await Promise.all(
      Array.from({ length: 12 }, () =>
        db.execute(sql`select current_setting('app.actor_id', true) as id, app_is_system() as system`),
      ),
    );
    for (const [row] of settings) expect([row?.id || null, row?.system]).toEqual([null, false]);
  });

  test("visitors, people before their second factor and unknown accounts: nothing", async () => {
    const nobody: Actor[] = [
      { kind: "anonymous" },
      { kind: "pending", accountId: triager.accountId },
      { kind: "researcher", accountId: v7() },
    ];
    for (const actor of nobody) expect(await visible(actor)).toEqual(nothing);
  });

  test.each(["executive", "privacy_officer", "auditor", "admin"] as const)(
    "a program's %s: nothing (AZ-15)",
    async (role) => expect(await visible(await newStaff(db, smile, role))).toEqual(nothing),
  );

  test("a program's policy owner: which reports are lessons, and nothing else", async () => {
    expect(await visible(await newStaff(db, smile, "policy_owner"))).toEqual({ ...nothing, policy_lessons: 1 });
  });

  test("a membership that has ended: nothing", async () => {
    const former = await newStaff(db, smile, "coordinator");
    expect((await visible(former)).reports).toBe(1);
    await inTransaction(systemAt(db), (tx) =>
      tx.db.execute(sql`update memberships set ended_at = now() where account_id = ${former.accountId}`),
    );
    expect(await visible(former)).toEqual(nothing);
  });

  test.each(["ann", "bob", "triager", "elsewhere"] as const)(
    "%s: only rows of the one report that is theirs",
    async (name) => {
      const people = {
        ann: [ann, annReport],
        bob: [bob, bobReport],
        triager: [triager, annReport],
        elsewhere: [elsewhere, bobReport],
      } as const;
      const [actor, own] = people[name];
      const ids = await inTransaction(as(db, actor), async (tx) => {
        const found = new Map<string, string[]>();
        for (const table of covered.filter(
          (some) =>
            ![
              "reports",
              "report_drafts",
              "held_pages",
              "mails",
              "mail_tokens",
              "digest_items",
              "clock_notices",
              "webhook_deliveries",
            ].includes(some),
        )) {
          const rows = await tx.db.execute<{ id: string }>(
            sql`select distinct report_id as id from ${sql.identifier(table)} where report_id is not null`,
          );
          found.set(
            table,
            rows.map(({ id }) => id),
          );
        }
        const rows = await tx.db.execute<{ id: string }>(sql`select id from reports`);
        return found.set(
          "reports",
          rows.map(({ id }) => id),
        );
      });
      const isStaff = actor.kind === "staff";
      for (const [table, found] of ids) {
        const hidden = table === "report_relations" || (isStaff ? REPORTER_ALONE : STAFF_ALONE).includes(table);
        // Bob never opened his report, so that there is no mark of his.
        const unread = table === "read_marks" && name === "bob";
        expect(found, table).toEqual(hidden || unread ? [] : [own.reportId]);
      }
      const drafts = await inTransaction(as(db, actor), (tx) =>
        tx.db.select({ of: reportDrafts.accountId }).from(reportDrafts),
      );
      expect(new Set(drafts.map(({ of }) => of))).toEqual(new Set(isStaff ? [] : [actor.accountId]));
      expect((await visible(actor)).held_pages).toBe(name === "bob" ? 1 : 0);
      const portals = { mails: 0, mail_tokens: 0, digest_items: 0, clock_notices: 0, webhook_deliveries: 0 };
      expect(await visible(actor)).toMatchObject(portals);
    },
  );

  test("a guest: only rows of the one report that the code opens, and the draft that goes on from a notice", async () => {
    const sent = await sendGuestReport(db, smile.policy);
    const whose = async (actor: Actor) =>
      inTransaction(as(db, actor), async (tx) => {
        const rows = await tx.db.execute<{ id: string }>(sql`select id from reports`);
        const events = await tx.db.execute<{ id: string }>(sql`
          select distinct report_id as id from events where report_id is not null`);
        return { reports: rows.map(({ id }) => id), events: events.map(({ id }) => id) };
      });
    for (const { holder, reportId } of [sent, notice]) {
      expect(await whose(holder)).toEqual({ reports: [reportId], events: [reportId] });
      const rows = await visible(holder);
      expect(rows).toMatchObject({ reports: 1, receipts: 1, credits: 1, ledger_heads: 1 });
      // The full report that follows a notice is written in the draft that the notice was.
      expect(rows.report_drafts).toBe(reportId === notice.reportId ? 1 : 0);
      const of = [
        "held_pages",
        "internal_notes",
        "policy_lessons",
        "mails",
        "mail_tokens",
        "digest_items",
        "incoming_mails",
        "presences",
        "reply_drafts",
        "messages",
        "attachments",
        "inbox_items",
        "own_references",
      ];
      for (const table of of) expect(rows[table], table).toBe(0);
    }
    const writer = guest({ drafts: [sent.draftToken] });
    expect(await visible(writer)).toEqual({ ...nothing, report_drafts: 1 });
    expect(await visible(guest({ codes: [newReceiptCode()] }))).toEqual(nothing);
  });

  test("an urgent notice that is not released: its guest and the program's privacy officers, no coordinator", async () => {
    const officer = await newStaff(db, cardihab, "privacy_officer");
    const reportsOf = async (actor: Actor) => (await visible(actor)).reports;
    expect(await Promise.all([notice.holder, officer, elsewhere, bob].map(reportsOf))).toEqual([1, 1, 1, 1]);
    const sees = (actor: Actor) =>
      inTransaction(as(db, actor), async (tx) => {
        const rows = await tx.db.execute(sql`select id from reports where id = ${notice.reportId}`);
        return rows.length;
      });
    expect(await Promise.all([notice.holder, officer, elsewhere, bob].map(sees))).toEqual([1, 1, 0, 0]);
  });
});

describe("writing past the policies", () => {
  const refused = /row-level security/;
  const cause = async (attempt: Promise<unknown>) =>
    attempt.then(
      () => "it was done",
      (error: unknown) =>
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error),
    );

  test("a message or a note cannot be put into somebody else's report, or a note into one's own", async () => {
    const message = (reportId: string) => ({
      reportId,
      publicId: v7(),
      side: "reporter" as const,
      bodySealed: Buffer.from("x"),
      sentAt: new Date("2026-01-05T00:00:00Z"),
      shownAt: new Date("2026-01-05T00:00:00Z"),
    });
    const insert = (actor: Actor, reportId: string) =>
      cause(inTransaction(as(db, actor), (tx) => tx.db.insert(messages).values(message(reportId))));
    const note = (actor: Actor, reportId: string) =>
      cause(
        inTransaction(as(db, actor), (tx) =>
          tx.db.insert(internalNotes).values({ reportId, bodySealed: Buffer.from("x"), createdAt: tx.now }),
        ),
      );
    expect(await insert(bob, annReport.reportId)).toMatch(refused);
    expect(await insert(elsewhere, annReport.reportId)).toMatch(refused);
    expect(await insert({ kind: "anonymous" }, annReport.reportId)).toMatch(refused);
    expect(await note(ann, annReport.reportId)).toMatch(refused);
    expect(await note(elsewhere, annReport.reportId)).toMatch(refused);
    expect(await insert(ann, annReport.reportId)).toBe("it was done");
  });

  test("a report of somebody else is neither changed, taken nor deleted", async () => {
    const rows = (actor: Actor, statement: ReturnType<typeof sql>) =>
      inTransaction(as(db, actor), async (tx) => (await tx.db.execute(statement)).length);
    const { reportId } = annReport;
    for (const actor of [bob, elsewhere]) {
      expect(await rows(actor, sql`update reports set state = 'closed' where id = ${reportId} returning id`)).toBe(0);
      expect(await rows(actor, sql`delete from messages where report_id = ${reportId} returning id`)).toBe(0);
      expect(
        await rows(
          actor,
          sql`update report_drafts set account_id = ${actor.accountId} where account_id = ${ann.accountId} returning id`,
        ),
      ).toBe(0);
    }
    const give = inTransaction(as(db, elsewhere), (tx) =>
      tx.db.execute(sql`update reports set program_id = ${smile.id} where id = ${bobReport.reportId}`),
    );
    expect(await cause(give)).toMatch(refused);
  });
});

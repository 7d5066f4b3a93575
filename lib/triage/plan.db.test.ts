import { beforeAll, expect, test } from "vitest";
import { openSql } from "@/db/connection";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { type Plan, plansAsked } from "@/db/testing/plans";
import { testDatabase } from "@/db/testing/test-db";
import { readAudit } from "@/lib/audit/queries";
import type { Actor } from "@/lib/auth/policy";
import { type Seeder, seedConversation, seedReports } from "@/lib/cli/bench/seed";
import { readTemplate } from "@/lib/cli/bench/template";
import { listCredits } from "@/lib/credit/queries";
import { listInquiries } from "@/lib/inquiries/queries";
import { type ChainedEvent, verifyChain } from "@/lib/ledger/chain";
import { listMails } from "@/lib/mail-in/queries";
import { readInbox, unreadCount } from "@/lib/notifications/inbox/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { listMyReports } from "@/lib/reports/mine/queries";
import { getStaffReport } from "@/lib/reports/queries";
import type { Context } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { clockBoard } from "./board/queries";
import { findReports } from "./find/queries";
import { FILTER_NAMES, NEGATABLE, NOTHING, type Parameters, parseListQuery, SORTS } from "./list-query";
import { listQueue, listReports, PAGE_SIZE, VIEW_COUNTED } from "./queries";
import { listUrgent } from "./urgent/queries";

const REPORTS = 5_000;
const database = await testDatabase();
const db = database.app;
const superuser = openSql(database.superuserUrl);

let smile: TestProgram;
let triager: Actor & { kind: "staff" };
let auditor: Actor;
let officer: Actor;
let researcher: Actor & { kind: "researcher" };
let reference: string;

beforeAll(async () => {
  const { cardihab, ...portal } = await openPortal(db);
  smile = portal.smile;
  researcher = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  auditor = await newStaff(db, smile, "auditor");
  officer = await newStaff(db, smile, "privacy_officer");
  const colleague = await newStaff(db, smile, "coordinator");
  await sendReport(as(db, researcher), smile.policy, { title: "Header injection in the export" });
  const template = await readTemplate(superuser, ring(), smile.slug);
  const seeder: Seeder = { sql: superuser, ring: ring(), template, now: new Date() };
  await seedReports(seeder, REPORTS, 0);
  for (let index = 0; index < 60; index += 1) reference = await seedConversation(seeder, 30, REPORTS + index);
  // A colleague was told of every report and the triager of some; the other program has mails and questions by the thousand.
  await superuser`insert into inbox_items (id, account_id, report_id, event, created_at, done_at)
    select gen_random_uuid(), who.id::uuid, r.id, 'staff.received', r.received_at,
      case when r.state = 'closed' then r.received_at end
    from (select *, row_number() over (order by id) as n from reports) r
    join (values (${colleague.accountId}, 1), (${triager.accountId}, 100)) who (id, every) on r.n % who.every::int = 0`;
  await superuser`insert into incoming_mails (id, public_id, program_id, source, state, data_key, envelope_sealed,
      raw_sealed, size, received_at)
    select gen_random_uuid(), 'mail-' || n, ${cardihab.id}, 'smtp', case when n % 50 = 0 then 'quarantined' else 'ended' end,
      '', '', '', 0, now() - n * interval '1 minute' from generate_series(1, ${REPORTS}::int) n`;
  await superuser`insert into inquiries (id, public_id, program_id, link_hash, link_sealed, data_key, subject_sealed, state,
      created_at, changed_at)
    select gen_random_uuid(), 'inquiry-' || n, ${cardihab.id}, n::text::bytea, '', '', '',
      case when n % 50 = 0 then 'open' else 'closed' end, now(), now() - n * interval '1 minute'
    from generate_series(1, ${REPORTS}::int) n`;
  await superuser.unsafe("analyze");
}, 240_000);

const plansOf = (actor: Actor, ask: (ctx: Context) => Promise<unknown>) => plansAsked(db, actor, ask);

/** Tables with thousands of rows here; one that fits into a page is rightly read as a whole. */
const GROWING = [
  "reports",
  "clocks",
  "events",
  "messages",
  "credits",
  "assessments",
  "report_words",
  "report_traits",
  "inbox_items",
  "incoming_mails",
  "inquiries",
];

const walked = (nodes: Plan[]) =>
  nodes
    .filter((node) => node["Node Type"] === "Seq Scan" && GROWING.includes(node["Relation Name"] ?? ""))
    .map((node) => node["Relation Name"]);
const indexes = (nodes: Plan[]) => new Set(nodes.flatMap((node) => node["Index Name"] ?? []));

test("the triage list and its count walk the index of the list, in its order", async () => {
  const page = await listQueue(as(db, triager), { queue: "triage" });
  expect(page.rows).toHaveLength(PAGE_SIZE);
  expect(page.total).toBe(1_000);
  const nodes = await plansOf(triager, (ctx) => listQueue(ctx, { queue: "triage" }));
  expect(walked(nodes)).toEqual([]);
  expect(nodes.filter((node) => node["Index Name"] === "reports_triage")).toHaveLength(2);
  // The clocks of each row are sorted; the rows come in order.
  expect(nodes.flatMap((node) => node["Sort Key"] ?? []).filter((key) => key.startsWith("reports."))).toEqual([]);
});

test("a later page starts where the earlier one ended", async () => {
  const first = await listQueue(as(db, triager), { queue: "triage" });
  const nodes = await plansOf(triager, (ctx) => listQueue(ctx, { queue: "triage", after: first.next ?? "" }));
  expect(walked(nodes)).toEqual([]);
  expect(indexes(nodes)).toContain("reports_triage");
});

/** One of each filter, each by itself; what an address can hold is tested beside the rules. */
const NARROWED: Record<(typeof FILTER_NAMES)[number], Parameters> = {
  state: { state: "deferred" },
  clock: { clock: "appeal" },
  time: { clock: "verify", time: "late" },
  severity: { severity: "critical" },
  product: { product: "hapi-fhir", queue: "all" },
  version: { version: "8.4.0", queue: "all" },
  cwe: { cwe: "79", queue: "all" },
  weakness: { weakness: "79", queue: "all" },
  tag: { tag: "export", queue: "all" },
  assignee: { assignee: "me" },
  exposed: { exposed: "yes", queue: "all", sort: "due" },
  encrypted: { encrypted: "yes", queue: "all", sort: "due" },
  snoozed: { snoozed: "yes", queue: "all" },
  cve: { cve: "yes", queue: "all", sort: "due" },
  from: { from: "2026-01-01", queue: "all" },
  to: { to: "2020-01-01", queue: "all" },
  within: { within: "7", queue: "closed" },
  resolution: { resolution: "spam", queue: "all" },
  credit: { credit: "given", queue: "all" },
  q: { q: "3141", queue: "all" },
};

test.each(FILTER_NAMES)("a list narrowed by %s walks no table that grows", async (name) => {
  const { query } = parseListQuery(NARROWED[name]);
  expect(query.filters[name]).toBeDefined();
  expect(walked(await plansOf(triager, (ctx) => listReports(ctx, { query })))).toEqual([]);
});

test.each(["product", "version", "cwe", "weakness", "tag", "resolution"] as const)(
  "a list of what has no %s walks no table that grows",
  async (name) => {
    const { query } = parseListQuery({ [name]: NOTHING, queue: "all" });
    expect(query.filters[name]).toBe(NOTHING);
    expect(walked(await plansOf(triager, (ctx) => listReports(ctx, { query })))).toEqual([]);
  },
);

test.each(NEGATABLE)("a list of what is not of a %s walks no table that grows", async (name) => {
  const { query } = parseListQuery({ ...NARROWED[name], not: name });
  expect(query.not).toEqual([name]);
  expect(walked(await plansOf(triager, (ctx) => listReports(ctx, { query })))).toEqual([]);
});

test.each(SORTS)("a list sorted by %s comes in the order of its index, on a later page too", async (sort) => {
  const { query } = parseListQuery({ queue: "all", sort });
  const { next } = await listReports(as(db, triager), { query });
  for (const place of [{}, { after: next ?? "" }]) {
    const nodes = await plansOf(triager, (ctx) => listReports(ctx, { query, ...place }));
    expect(walked(nodes)).toEqual([]);
    const sorted = nodes.flatMap((node) => node["Sort Key"] ?? []);
    expect(sorted.filter((key) => key.startsWith("reports."))).toEqual([]);
  }
});

test("a narrow list is found by its own index, not by walking all that is open", async () => {
  const indexesOf = async (given: Parameters) =>
    indexes(await plansOf(triager, (ctx) => listReports(ctx, { query: parseListQuery(given).query })));
  expect(await indexesOf({ assignee: "me" })).toContain("reports_assignee");
  expect(await indexesOf({ severity: "critical" })).toContain("reports_open_severity");
  expect(await indexesOf(NARROWED.encrypted)).toContain("reports_encrypted");
  expect(await indexesOf(NARROWED.resolution)).toContain("reports_resolution");
  expect(await indexesOf(NARROWED.snoozed)).toContain("reports_snoozed_until");
  expect(await indexesOf(NARROWED.cve)).toContain("reports_cve");
  for (const trait of [NARROWED.cwe, NARROWED.version])
    expect(await indexesOf(trait)).toContain("report_traits_shared");
});

test("the counts of the views walk no table that grows", async () => {
  const { query } = parseListQuery({});
  const { views } = await listReports(as(db, triager), { query, counts: true });
  expect(views.find(({ key }) => key === "open")?.count).toBe(VIEW_COUNTED);
  expect(walked(await plansOf(triager, (ctx) => listReports(ctx, { query, counts: true })))).toEqual([]);
});

test("a report page with a long conversation uses indexes only", async () => {
  const report = await getStaffReport(as(db, triager), reference);
  expect(report.messages).toHaveLength(30);
  const nodes = await plansOf(triager, (ctx) => getStaffReport(ctx, reference));
  expect(walked(nodes)).toEqual([]);
  expect(indexes(nodes)).toContain("messages_thread");
  expect(indexes(nodes)).toContain("events_report");
});

test("a search for a rare word asks the index of words", async () => {
  const search = { queue: "all", words: "3141" } as const;
  const page = await listQueue(as(db, triager), search);
  expect(page.rows.map(({ title }) => title)).toEqual([expect.stringContaining("(3141)")]);
  const nodes = await plansOf(triager, (ctx) => listQueue(ctx, search));
  expect(walked(nodes)).toEqual([]);
  expect(indexes(nodes)).toContain("report_words_words");
});

test("a search for a word of nearly every report walks the list until its page is full", async () => {
  const search = { queue: "all", words: "export" } as const;
  const page = await listQueue(as(db, triager), search);
  expect(page.rows).toHaveLength(PAGE_SIZE);
  const nodes = await plansOf(triager, (ctx) => listQueue(ctx, search));
  expect(walked(nodes)).toEqual([]);
  expect(indexes(nodes)).toContain("reports_received");
});

const READERS = { triager: () => triager, auditor: () => auditor, officer: () => officer, mine: () => researcher };

/** The lists of the desk beside those of reports, and what a researcher has of their own. */
const OTHERS: Record<string, [keyof typeof READERS, (ctx: Context) => Promise<unknown>]> = {
  "the board of clocks": ["triager", (ctx) => clockBoard(ctx, {})],
  credits: ["triager", (ctx) => listCredits(ctx, {})],
  "credits, a later page": [
    "triager",
    async (ctx) => listCredits(ctx, { after: (await listCredits(ctx, {})).next ?? "" }),
  ],
  "urgent notices": ["officer", (ctx) => listUrgent(ctx)],
  "the palette": ["triager", (ctx) => findReports(ctx, "3141")],
  "the inbox": ["triager", (ctx) => readInbox(ctx, "staff", { box: "todo" })],
  "the inbox, what is done": ["triager", (ctx) => readInbox(ctx, "staff", { box: "done" })],
  "the number of what is new": ["triager", (ctx) => unreadCount(ctx, "staff")],
  "mails that wait": ["triager", (ctx) => listMails(ctx, { list: "waiting" })],
  "other mails": ["triager", (ctx) => listMails(ctx, { list: "others" })],
  questions: ["triager", (ctx) => listInquiries(ctx, { done: false })],
  "answered questions": ["triager", (ctx) => listInquiries(ctx, { done: true })],
  "the audit log": ["auditor", (ctx) => readAudit(ctx, smile.slug, {})],
  "the audit log, a later page": [
    "auditor",
    async (ctx) => readAudit(ctx, smile.slug, { before: (await readAudit(ctx, smile.slug, {})).next ?? "" }),
  ],
  "the audit log of a report": ["auditor", (ctx) => readAudit(ctx, smile.slug, { reference })],
  "the audit log of somebody": [
    "auditor",
    (ctx) => readAudit(ctx, smile.slug, { who: memberHandle(triager.accountId) }),
  ],
  "the audit log of some days": [
    "auditor",
    (ctx) => readAudit(ctx, smile.slug, { from: "2026-01-01", to: "2026-01-31" }),
  ],
  "the audit log of a kind": ["auditor", (ctx) => readAudit(ctx, smile.slug, { group: "read" })],
  "a researcher’s reports": ["mine", (ctx) => listMyReports(ctx, {})],
};

test.each(Object.keys(OTHERS))("%s: no table that grows is walked", async (name) => {
  const [who, ask] = OTHERS[name] ?? ["triager", () => Promise.reject(new Error(name))];
  const nodes = await plansOf(READERS[who](), ask);
  expect(nodes).not.toEqual([]);
  expect(walked(nodes)).toEqual([]);
});

test("the seeded ledger verifies as one that was told", async () => {
  const rows = await superuser<
    { stream: string }[]
  >`select stream from ledger_heads where report_id is not null limit 40`;
  for (const { stream } of rows) {
    const events = await superuser<ChainedEvent[]>`
      select stream, seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor_kind as "actorKind",
        actor_id as "actorId", payload, prev_hash as "prevHash", hash from events where stream = ${stream} order by seq`;
    expect(verifyChain(events)).toMatchObject({ ok: true });
  }
});

import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, expect, test } from "vitest";
import { openSql } from "@/db/connection";
import * as schema from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { type Seeder, seedConversation, seedReports } from "@/lib/cli/bench/seed";
import { readTemplate } from "@/lib/cli/bench/template";
import { type ChainedEvent, verifyChain } from "@/lib/ledger/chain";
import { getStaffReport } from "@/lib/reports/queries";
import type { Context } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { FILTER_NAMES, type Parameters, parseListQuery, SORTS } from "./list-query";
import { listQueue, listReports, PAGE_SIZE, VIEW_COUNTED } from "./queries";

const REPORTS = 5_000;
const database = await testDatabase();
const db = database.app;
const superuser = openSql(database.superuserUrl);

type Asked = { query: string; params: unknown[] };
type Plan = {
  "Node Type": string;
  "Sort Key"?: string[];
  "Relation Name"?: string;
  "Index Name"?: string;
  Plans?: Plan[];
};

let smile: TestProgram;
let triager: Actor;
let reference: string;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  const researcher = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  await sendReport(as(db, researcher), smile.policy, { title: "Header injection in the export" });
  const template = await readTemplate(superuser, ring(), smile.slug);
  const seeder: Seeder = { sql: superuser, ring: ring(), template, now: new Date() };
  await seedReports(seeder, REPORTS, 0);
  for (let index = 0; index < 60; index += 1) reference = await seedConversation(seeder, 30, REPORTS + index);
  await superuser.unsafe("analyze");
}, 240_000);

/** The statements that a query asks, each explained as the application role with the same actor. */
async function plansOf(actor: Actor, ask: (ctx: Context) => Promise<unknown>): Promise<Plan[]> {
  const asked: Asked[] = [];
  const logged = drizzle(db.$client, {
    schema,
    logger: { logQuery: (query, params) => asked.push({ query, params }) },
  });
  await ask(as(Object.assign(logged, { $client: db.$client }), actor));
  const roots: Plan[] = [];
  const settings = asked.filter(({ query }) => query.trim().startsWith("select set_config"));
  for (const one of asked.filter(({ query }) => /^select (?!set_config)/.test(query.trim()))) {
    roots.push(await explained(settings, one));
  }
  return roots.flatMap(nodesOf);
}

const plain = (params: unknown[]) =>
  params.map((param) => (typeof param === "string" || typeof param === "number" ? param : String(param)));

/** In a transaction that was told who asks, and for which words, as the query told its own. */
async function explained(settings: readonly Asked[], { query, params }: Asked): Promise<Plan> {
  const [row] = await db.$client.begin(async (sql) => {
    for (const set of settings) await sql.unsafe(set.query, plain(set.params));
    return sql.unsafe<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(`explain (format json) ${query}`, plain(params));
  });
  if (!row) throw new Error("nothing was explained");
  return row["QUERY PLAN"][0].Plan;
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Tables with thousands of rows here; one that fits into a page is rightly read as a whole. */
const GROWING = ["reports", "clocks", "events", "messages", "credits", "assessments", "report_words", "report_traits"];

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
  // The one sort is of the clocks of each row; the rows come in order.
  expect(nodes.filter((node) => node["Node Type"].includes("Sort"))).toHaveLength(1);
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
  cwe: { cwe: "79", queue: "all" },
  weakness: { weakness: "79", queue: "all" },
  tag: { tag: "export", queue: "all" },
  assignee: { assignee: "me" },
  exposed: { exposed: "yes", queue: "all", sort: "due" },
  encrypted: { encrypted: "yes", queue: "all", sort: "due" },
  snoozed: { snoozed: "yes", queue: "all" },
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
  expect(await indexesOf(NARROWED.cwe)).toContain("report_traits_shared");
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
